package io.weft.hook.runtime;

import io.weft.hook.Handler;
import io.weft.hook.HandlerOrder;
import io.weft.hook.HookHandler;
import io.weft.hook.Verdict;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/// A `@HookHandler` method of an object, which becomes a {@link Handler}.
///
/// @param target the object whose method it is
record HandlerMethod(Object target, Method method, HookHandler mark) {

    private static final String HANDLER = Type.getInternalName(Handler.class);
    private static final String VERDICT = Type.getInternalName(Verdict.class);

    /// The handler methods of an object, by name.
    ///
    /// @throws IllegalArgumentException when a marked method cannot be a handler
    static List<HandlerMethod> of(Object target) {
        List<HandlerMethod> found = new ArrayList<>();
        for (Method method : target.getClass().getMethods()) {
            HookHandler mark = method.getAnnotation(HookHandler.class);
            if (mark != null && !method.isBridge()) {
                found.add(checked(new HandlerMethod(target, method, mark)));
            }
        }
        found.sort(Comparator.comparing(HandlerMethod::name).thenComparing(handler -> handler.method.toString()));
        return found;
    }

    private static HandlerMethod checked(HandlerMethod handler) {
        Class<?> answer = handler.method.getReturnType();
        if (Modifier.isStatic(handler.method.getModifiers()) || handler.method.getParameterCount() != 1
                || answer != Verdict.class && answer != void.class) {
            throw new IllegalArgumentException(handler.name() + " cannot be a handler: it takes the subject and nothing else,"
                    + " answers Verdict or void, and is not static");
        }
        return handler;
    }

    /// How the method is called in messages and counters.
    String name() {
        return target.getClass().getSimpleName() + "." + method.getName();
    }

    HandlerOrder order() {
        return new HandlerOrder(List.of(mark.before()), List.of(mark.after()));
    }

    /// Makes a handler that calls the method.
    ///
    /// The call is written into a hidden class in the package and with the class loader of the target's class, because the class of a
    /// chain stands in another loader, where a plugin's classes have no name. The target is a constant there, so the JIT
    /// sees through it as it sees through a lambda.
    ///
    /// @throws IllegalArgumentException when the method does not take the point's subjects
    Handler<?> at(Point<?> point) {
        Class<?> taken = method.getParameterTypes()[0];
        if (!taken.isAssignableFrom(point.subjectType())) {
            throw new IllegalArgumentException(name() + " takes a " + taken.getName() + ", but the subjects of hook point "
                    + point.name() + " are of type " + point.subjectType().getName());
        }
        try {
            MethodHandles.Lookup hidden = PackageDoor.into(target.getClass()).defineHiddenClassWithClassData(bytes(), target, true);
            return (Handler<?>) hidden.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(name() + " cannot be called: " + e.getMessage(), e);
        }
    }

    private byte[] bytes() {
        String owner = Type.getInternalName(target.getClass());
        String self = owner + "$" + method.getName();
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC, self, null, "java/lang/Object", new String[] {HANDLER});
        writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "TARGET", "L" + owner + ";", null, null).visitEnd();
        initializer(writer, self, owner);
        constructor(writer);
        handle(writer, self, owner);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void initializer(ClassWriter writer, String self, String owner) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "lookup", "()Ljava/lang/invoke/MethodHandles$Lookup;", false);
        code.visitLdcInsn("_");
        code.visitLdcInsn(Type.getObjectType(owner));
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "classData",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;", false);
        code.visitTypeInsn(Opcodes.CHECKCAST, owner);
        code.visitFieldInsn(Opcodes.PUTSTATIC, self, "TARGET", "L" + owner + ";");
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private static void constructor(ClassWriter writer) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private void handle(ClassWriter writer, String self, String owner) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, "handle", "(Ljava/lang/Object;)L" + VERDICT + ";", null, null);
        code.visitCode();
        code.visitFieldInsn(Opcodes.GETSTATIC, self, "TARGET", "L" + owner + ";");
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(method.getParameterTypes()[0]));
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, method.getName(), Type.getMethodDescriptor(method), false);
        if (method.getReturnType() == void.class) {
            code.visitFieldInsn(Opcodes.GETSTATIC, VERDICT, "ACCEPT", "L" + VERDICT + ";");
        }
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
