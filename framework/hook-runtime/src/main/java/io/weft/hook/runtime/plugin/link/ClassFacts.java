package io.weft.hook.runtime.plugin.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/// What a class file says of its class to those that refer to it. Names are internal ones, `java/lang/String`.
///
/// @param origin whose class it is: classes of one package and of different origins are strangers to each other
/// @param superName null for `java.lang.Object`
/// @param nestHost the class itself when no other is
/// @param fields access flags by name and descriptor
/// @param methods access flags by name and descriptor
record ClassFacts(Object origin, String name, int access, @Nullable String superName, List<String> interfaces, String nestHost,
        Map<String, Integer> fields, Map<String, Integer> methods) {

    static ClassFacts read(Object origin, byte[] classFile) {
        Reading reading = new Reading();
        new ClassReader(classFile).accept(reading, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new ClassFacts(origin, reading.name, reading.access, reading.superName, reading.interfaces,
                reading.nestHost == null ? reading.name : reading.nestHost, reading.fields, reading.methods);
    }

    /// A class file that is read twice gives two of these; within one look-up each is read once.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    boolean isInterface() {
        return is(access, Opcodes.ACC_INTERFACE);
    }

    String packageName() {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    boolean isInPackageOf(ClassFacts other) {
        return origin.equals(other.origin) && packageName().equals(other.packageName());
    }

    static boolean is(int access, int flag) {
        return (access & flag) != 0;
    }

    private static final class Reading extends ClassVisitor {

        private String name = "";
        private int access;
        private @Nullable String superName;
        private @Nullable String nestHost;
        private final List<String> interfaces = new ArrayList<>();
        private final Map<String, Integer> fields = new LinkedHashMap<>();
        private final Map<String, Integer> methods = new LinkedHashMap<>();

        Reading() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String name, @Nullable String signature, @Nullable String superName, String[] interfaces) {
            this.name = name;
            this.access = access;
            this.superName = superName;
            this.interfaces.addAll(List.of(interfaces));
        }

        @Override
        public void visitNestHost(String nestHost) {
            this.nestHost = nestHost;
        }

        @Override
        public @Nullable FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            fields.put(name + ":" + descriptor, access);
            return null;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
            methods.put(name + descriptor, access);
            return null;
        }
    }
}
