package io.weft.hook.runtime;

import io.weft.hook.Handler;
import io.weft.hook.Verdict;
import io.weft.hook.spi.Dispatcher;
import io.weft.hook.spi.Stop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
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
///         static final Chain CHAIN = …; static final Lane FIRST = …; static final Handler H0 = …, H1 = …;
///
///         public Stop dispatch(Object subject) {
///             if (!FIRST.enterAsOwner()) return elsewhere(subject);
///             Object outcome;
///             try { outcome = H0.handle(subject); } catch (Throwable t) { outcome = t; }
///             if (outcome != Verdict.ACCEPT) {
///                 Stop stop = CHAIN.decide(FIRST, 0, outcome, subject);
///                 if (stop != null) return stop;
///             }
///             … the same for H1 …
///             FIRST.exitAsOwner();
///             return null;
///         }
///
///         static Stop elsewhere(Object subject) {
///             Lane lane = CHAIN.enter();
///             if (lane == null) return CHAIN.again(subject);
///             … the same for all handlers, with that lane …
///             lane.exit();
///             return null;
///         }
///     }
///
/// Where the point has a budget for its handlers, `enterAsOwner()` sends the subjects that are to be timed to `elsewhere`, which leaves
/// them to `CHAIN.timed(lane, subject)`. The way of the others has no clock, and is the same code with a budget and without.
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

    private static final String DISPATCH = "(Ljava/lang/Object;)" + STOP;

    /// A field of the class.
    private record Constant(String name, String type) { }

    /// @param handlers at least one, in their order
    static ChainClass of(Point<?> point, List<Attachment> handlers) {
        Chain chain = new Chain(point, handlers);
        List<Object> constants = new ArrayList<>(List.of(chain, chain.first()));
        constants.addAll(chain.standing());
        try {
            MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClassWithClassData(bytes(handlers.size(), chain.isWatched()), constants.toArray(), true);
            Object dispatcher = hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke();
            return new ChainClass(chain, (Dispatcher) dispatcher);
        } catch (Throwable e) {
            throw new IllegalStateException("no class could be made for the chain of hook point " + point.name(), e);
        }
    }

    /// @param watched whether one subject in many is timed
    static byte[] bytes(int handlers, boolean watched) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC, SELF, null, DISPATCHER, null);
        List<Constant> constants = new ArrayList<>(List.of(new Constant("CHAIN", CHAIN), new Constant("FIRST", LANE)));
        for (int i = 0; i < handlers; i++) {
            constants.add(new Constant("H" + i, HANDLER));
        }
        for (Constant constant : constants) {
            int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
            writer.visitField(access, constant.name, "L" + constant.type + ";", null, null).visitEnd();
        }
        initializer(writer, constants);
        constructor(writer);
        dispatch(writer, handlers);
        elsewhere(writer, handlers, watched);
        writer.visitEnd();
        return writer.toByteArray();
    }

    /// Takes the constants out of the class data.
    private static void initializer(ClassWriter writer, List<Constant> constants) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "lookup", "()Ljava/lang/invoke/MethodHandles$Lookup;", false);
        code.visitLdcInsn("_");
        code.visitLdcInsn(Type.getType(Object[].class));
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "classData",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;", false);
        code.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
        code.visitVarInsn(Opcodes.ASTORE, 0);
        for (int i = 0; i < constants.size(); i++) {
            Constant constant = constants.get(i);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            number(code, i);
            code.visitInsn(Opcodes.AALOAD);
            code.visitTypeInsn(Opcodes.CHECKCAST, constant.type);
            code.visitFieldInsn(Opcodes.PUTSTATIC, SELF, constant.name, "L" + constant.type + ";");
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

    /// The way of the thread that came first.
    private static void dispatch(ClassWriter writer, int handlers) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, "dispatch", DISPATCH, null, null);
        Object[] locals = {SELF, "java/lang/Object"};
        Runnable lane = () -> code.visitFieldInsn(Opcodes.GETSTATIC, SELF, "FIRST", "L" + LANE + ";");
        code.visitCode();
        Label inside = new Label();
        lane.run();
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, LANE, "enterAsOwner", "()Z", false);
        code.visitJumpInsn(Opcodes.IFNE, inside);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, SELF, "elsewhere", DISPATCH, false);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(inside);
        frame(code, locals);
        for (int i = 0; i < handlers; i++) {
            turn(code, i, 1, locals, lane);
        }
        lane.run();
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, LANE, "exitAsOwner", "()V", false);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitInsn(Opcodes.ARETURN);
        end(code);
    }

    /// The way of all other threads, and of those who come too late.
    private static void elsewhere(ClassWriter writer, int handlers, boolean watched) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, "elsewhere", DISPATCH, null, null);
        Object[] locals = {"java/lang/Object", LANE};
        Runnable lane = () -> code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitCode();
        Label inside = new Label();
        loadChain(code);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHAIN, "enter", "()L" + LANE + ";", false);
        code.visitVarInsn(Opcodes.ASTORE, 1);
        lane.run();
        code.visitJumpInsn(Opcodes.IFNONNULL, inside);
        loadChain(code);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHAIN, "again", DISPATCH, false);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(inside);
        frame(code, locals);
        if (watched) {
            timed(code, locals, lane);
        }
        for (int i = 0; i < handlers; i++) {
            turn(code, i, 0, locals, lane);
        }
        lane.run();
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, LANE, "exit", "()V", false);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitInsn(Opcodes.ARETURN);
        end(code);
    }

    /// Lets the chain take a subject that is to be timed.
    private static void timed(MethodVisitor code, Object[] locals, Runnable lane) {
        Label untimed = new Label();
        lane.run();
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, LANE, "isTimed", "()Z", false);
        code.visitJumpInsn(Opcodes.IFEQ, untimed);
        loadChain(code);
        lane.run();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHAIN, "timed", "(L" + LANE + ";Ljava/lang/Object;)" + STOP, false);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(untimed);
        frame(code, locals);
    }

    /// One handler's turn. What it answered and what it threw meet as one value, so that both need the code behind only once.
    ///
    /// @param subject the local variable that holds the subject
    /// @param locals what the local variables hold
    /// @param lane loads the lane
    private static void turn(MethodVisitor code, int handler, int subject, Object[] locals, Runnable lane) {
        Label call = new Label();
        Label outcome = new Label();
        Label next = new Label();
        int result = locals.length;
        code.visitTryCatchBlock(call, outcome, outcome, null);
        code.visitLabel(call);
        code.visitFieldInsn(Opcodes.GETSTATIC, SELF, "H" + handler, "L" + HANDLER + ";");
        code.visitVarInsn(Opcodes.ALOAD, subject);
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, HANDLER, "handle", "(Ljava/lang/Object;)L" + VERDICT + ";", true);
        code.visitLabel(outcome);
        frame(code, locals, "java/lang/Object");
        code.visitVarInsn(Opcodes.ASTORE, result);
        code.visitVarInsn(Opcodes.ALOAD, result);
        code.visitFieldInsn(Opcodes.GETSTATIC, VERDICT, "ACCEPT", "L" + VERDICT + ";");
        code.visitJumpInsn(Opcodes.IF_ACMPEQ, next);
        loadChain(code);
        lane.run();
        number(code, handler);
        code.visitVarInsn(Opcodes.ALOAD, result);
        code.visitVarInsn(Opcodes.ALOAD, subject);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHAIN, "decide", "(L" + LANE + ";ILjava/lang/Object;Ljava/lang/Object;)" + STOP, false);
        code.visitVarInsn(Opcodes.ASTORE, result);
        code.visitVarInsn(Opcodes.ALOAD, result);
        code.visitJumpInsn(Opcodes.IFNULL, next);
        code.visitVarInsn(Opcodes.ALOAD, result);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(next);
        frame(code, locals);
    }

    /// Loads a number in as few bytes as it takes.
    private static void number(MethodVisitor code, int number) {
        if (number <= 5) {
            code.visitInsn(Opcodes.ICONST_0 + number);
        } else {
            code.visitIntInsn(number <= Byte.MAX_VALUE ? Opcodes.BIPUSH : Opcodes.SIPUSH, number);
        }
    }

    private static void loadChain(MethodVisitor code) {
        code.visitFieldInsn(Opcodes.GETSTATIC, SELF, "CHAIN", "L" + CHAIN + ";");
    }

    private static void frame(MethodVisitor code, Object[] locals, Object... stack) {
        code.visitFrame(Opcodes.F_FULL, locals.length, locals, stack.length, stack);
    }

    private static void end(MethodVisitor code) {
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
