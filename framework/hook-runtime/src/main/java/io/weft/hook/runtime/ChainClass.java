package io.weft.hook.runtime;

import io.weft.hook.Handler;
import io.weft.hook.Verdict;
import io.weft.hook.spi.Dispatcher;
import io.weft.hook.spi.Stop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/// A chain and the class that was generated for it.
///
/// In Java the class for two handlers would be
///
///     final class Dispatch extends Dispatcher {
///         static final Chain CHAIN = …; static final Handler H0 = …, H1 = …;
///
///         Stop dispatch(Object subject) {
///             Lane lane = CHAIN.enter();
///             if (lane == null) return CHAIN.again(subject);
///             Object outcome;
///             try { outcome = H0.handle(subject); } catch (Throwable t) { outcome = t; }
///             if (outcome != Verdict.ACCEPT) {
///                 Stop stop = CHAIN.decide(lane, 0, outcome, subject);
///                 if (stop != null) return stop;
///             }
///             … the same for H1 …
///             lane.exit();
///             return null;
///         }
///     }
///
/// The handlers are constants, so the JIT knows what each call calls and inlines it. The class is hidden and nothing but the point's
/// slot refers to it: it goes with its chain, and the plugins of its handlers can go with it. It is kept below the size up to which
/// the JIT inlines a hot method (325 bytes) for chains of eight.
///
/// @param dispatcher an instance of the class
record ChainClass(Chain chain, Dispatcher dispatcher) {

    private static final String SELF = Type.getInternalName(ChainClass.class).replace("ChainClass", "Dispatch");
    private static final String CHAIN = Type.getInternalName(Chain.class);
    private static final String LANE = Type.getInternalName(Lane.class);
    private static final String HANDLER = Type.getInternalName(Handler.class);
    private static final String VERDICT = Type.getInternalName(Verdict.class);
    private static final String DISPATCHER = Type.getInternalName(Dispatcher.class);
    private static final String STOP = Type.getDescriptor(Stop.class);

    private static final int SUBJECT = 1;
    private static final int LANE_LOCAL = 2;
    private static final int OUTCOME = 3;

    /// @param handlers at least one, in their order
    static ChainClass of(Point<?> point, List<Attachment> handlers) {
        Chain chain = new Chain(point, handlers);
        Object[] constants = new Object[handlers.size() + 1];
        for (int i = 0; i < handlers.size(); i++) {
            constants[i] = handlers.get(i).handler();
        }
        constants[handlers.size()] = chain;
        try {
            MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClassWithClassData(bytes(handlers.size()), constants, true);
            Object dispatcher = hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke();
            return new ChainClass(chain, (Dispatcher) dispatcher);
        } catch (Throwable e) {
            throw new IllegalStateException("no class could be made for the chain of hook point " + point.name(), e);
        }
    }

    private static byte[] bytes(int handlers) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC, SELF, null, DISPATCHER, null);
        for (int i = 0; i < handlers; i++) {
            constant(writer, "H" + i, "L" + HANDLER + ";");
        }
        constant(writer, "CHAIN", "L" + CHAIN + ";");
        initializer(writer, handlers);
        constructor(writer);
        dispatch(writer, handlers);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void constant(ClassWriter writer, String name, String descriptor) {
        writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, name, descriptor, null, null).visitEnd();
    }

    /// Takes the constants out of the class data.
    private static void initializer(ClassWriter writer, int handlers) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "lookup", "()Ljava/lang/invoke/MethodHandles$Lookup;", false);
        code.visitLdcInsn("_");
        code.visitLdcInsn(Type.getType(Object[].class));
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "classData",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;", false);
        code.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
        code.visitVarInsn(Opcodes.ASTORE, 0);
        for (int i = 0; i <= handlers; i++) {
            String type = i < handlers ? HANDLER : CHAIN;
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitIntInsn(Opcodes.SIPUSH, i);
            code.visitInsn(Opcodes.AALOAD);
            code.visitTypeInsn(Opcodes.CHECKCAST, type);
            code.visitFieldInsn(Opcodes.PUTSTATIC, SELF, i < handlers ? "H" + i : "CHAIN", "L" + type + ";");
        }
        code.visitInsn(Opcodes.RETURN);
        end(code);
    }

    private static void constructor(ClassWriter writer) {
        MethodVisitor code = writer.visitMethod(0, "<init>", "()V", null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, DISPATCHER, "<init>", "()V", false);
        code.visitInsn(Opcodes.RETURN);
        end(code);
    }

    private static void dispatch(ClassWriter writer, int handlers) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, "dispatch", "(Ljava/lang/Object;)" + STOP, null, null);
        code.visitCode();
        Label inside = new Label();
        loadChain(code);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHAIN, "enter", "()L" + LANE + ";", false);
        code.visitVarInsn(Opcodes.ASTORE, LANE_LOCAL);
        code.visitVarInsn(Opcodes.ALOAD, LANE_LOCAL);
        code.visitJumpInsn(Opcodes.IFNONNULL, inside);
        loadChain(code);
        code.visitVarInsn(Opcodes.ALOAD, SUBJECT);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHAIN, "again", "(Ljava/lang/Object;)" + STOP, false);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(inside);
        frame(code, new Object[0]);
        for (int i = 0; i < handlers; i++) {
            turn(code, i);
        }
        code.visitVarInsn(Opcodes.ALOAD, LANE_LOCAL);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, LANE, "exit", "()V", false);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitInsn(Opcodes.ARETURN);
        end(code);
    }

    /// One handler's turn. What it answered and what it threw meet as one value, so that both need the code behind only once.
    private static void turn(MethodVisitor code, int handler) {
        Label call = new Label();
        Label outcome = new Label();
        Label next = new Label();
        code.visitTryCatchBlock(call, outcome, outcome, null);
        code.visitLabel(call);
        code.visitFieldInsn(Opcodes.GETSTATIC, SELF, "H" + handler, "L" + HANDLER + ";");
        code.visitVarInsn(Opcodes.ALOAD, SUBJECT);
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, HANDLER, "handle", "(Ljava/lang/Object;)L" + VERDICT + ";", true);
        code.visitLabel(outcome);
        frame(code, new Object[] {"java/lang/Object"});
        code.visitVarInsn(Opcodes.ASTORE, OUTCOME);
        code.visitVarInsn(Opcodes.ALOAD, OUTCOME);
        code.visitFieldInsn(Opcodes.GETSTATIC, VERDICT, "ACCEPT", "L" + VERDICT + ";");
        code.visitJumpInsn(Opcodes.IF_ACMPEQ, next);
        loadChain(code);
        code.visitVarInsn(Opcodes.ALOAD, LANE_LOCAL);
        code.visitIntInsn(Opcodes.SIPUSH, handler);
        code.visitVarInsn(Opcodes.ALOAD, OUTCOME);
        code.visitVarInsn(Opcodes.ALOAD, SUBJECT);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHAIN, "decide", "(L" + LANE + ";ILjava/lang/Object;Ljava/lang/Object;)" + STOP, false);
        code.visitVarInsn(Opcodes.ASTORE, OUTCOME);
        code.visitVarInsn(Opcodes.ALOAD, OUTCOME);
        code.visitJumpInsn(Opcodes.IFNULL, next);
        code.visitVarInsn(Opcodes.ALOAD, OUTCOME);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(next);
        frame(code, new Object[0]);
    }

    private static void loadChain(MethodVisitor code) {
        code.visitFieldInsn(Opcodes.GETSTATIC, SELF, "CHAIN", "L" + CHAIN + ";");
    }

    private static void frame(MethodVisitor code, Object[] stack) {
        code.visitFrame(Opcodes.F_FULL, 3, new Object[] {SELF, "java/lang/Object", LANE}, stack.length, stack);
    }

    private static void end(MethodVisitor code) {
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
