package io.weft.hook.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/// Gets the right to define hidden classes in a package of another class loader.
///
/// Java gives it to code of that package only; a lookup that comes from another loader, and so from another module, may still define
/// an ordinary class there. So one ordinary class is put into the package, once, and passes on its own right.
final class PackageDoor {

    private static final String NAME = "WeftPackageDoor";

    private PackageDoor() { }

    /// A lookup with full privileges in the package of a class.
    static MethodHandles.Lookup into(Class<?> resident) throws IllegalAccessException {
        // the unnamed module of a plugin's class loader, which no module descriptor can name
        PackageDoor.class.getModule().addReads(resident.getModule());
        MethodHandles.Lookup visitor = MethodHandles.privateLookupIn(resident, MethodHandles.lookup());
        if (visitor.hasFullPrivilegeAccess()) {
            return visitor;
        }
        try {
            Class<?> door = door(visitor, resident);
            return (MethodHandles.Lookup) visitor.findStatic(door, "lookup", MethodType.methodType(MethodHandles.Lookup.class)).invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("the package of " + resident.getName() + " cannot be entered", e);
        }
    }

    private static synchronized Class<?> door(MethodHandles.Lookup visitor, Class<?> resident) throws IllegalAccessException {
        String packageName = resident.getPackageName();
        String name = packageName.isEmpty() ? NAME : packageName + "." + NAME;
        try {
            return visitor.findClass(name);
        } catch (ClassNotFoundException e) {
            return visitor.defineClass(bytes(name.replace('.', '/')));
        }
    }

    private static byte[] bytes(String name) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC, name, null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "lookup", "()Ljava/lang/invoke/MethodHandles$Lookup;", null, null);
        code.visitCode();
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "lookup", "()Ljava/lang/invoke/MethodHandles$Lookup;", false);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(1, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
