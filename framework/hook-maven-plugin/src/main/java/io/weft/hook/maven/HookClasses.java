package io.weft.hook.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/// The methods with `@Hook` that a directory of class files declares.
final class HookClasses {

    private static final String HOOK = "Lio/weft/hook/Hook;";
    private static final String WOVEN = "Lio/weft/hook/weave/Woven;";

    /// @param method as `Class.method`, for people
    record HookMethod(String method, boolean woven) { }

    private HookClasses() { }

    static List<HookMethod> in(Path classes) throws IOException {
        List<HookMethod> found = new ArrayList<>();
        for (Path file : classFiles(classes)) {
            new ClassReader(Files.readAllBytes(file)).accept(new Finder(found), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        }
        return found;
    }

    /// All class files below a directory, in a fixed order.
    static List<Path> classFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
        }
    }

    private static final class Finder extends ClassVisitor {

        private final List<HookMethod> found;
        private String className = "";

        Finder(List<HookMethod> found) {
            super(OpenedClassReader.ASM_API);
            this.found = found;
        }

        @Override
        public void visit(int version, int access, String name, @Nullable String signature, @Nullable String superName, String[] interfaces) {
            className = name.replace('/', '.');
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access, String name, String descriptor, @Nullable String signature, String[] exceptions) {
            // bridges carry copies of the annotations and call the method itself
            boolean written = (access & (Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE)) == 0;
            return written ? new MarkFinder(className + "." + name, (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0) : null;
        }

        private final class MarkFinder extends MethodVisitor {

            private final String method;
            private final boolean hasBody;
            private boolean hook;
            private boolean woven;

            MarkFinder(String method, boolean hasBody) {
                super(OpenedClassReader.ASM_API);
                this.method = method;
                this.hasBody = hasBody;
            }

            @Override
            public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                hook |= descriptor.equals(HOOK);
                woven |= descriptor.equals(WOVEN);
                return null;
            }

            @Override
            public void visitEnd() {
                if (hook) {
                    found.add(new HookMethod(method, woven && hasBody));
                }
            }
        }
    }
}
