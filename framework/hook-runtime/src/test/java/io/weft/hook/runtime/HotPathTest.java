package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weft.hook.BreakerOptions;
import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.HookPoint;
import io.weft.hook.HookSite;
import io.weft.hook.Hooks;
import io.weft.hook.PointOptions;
import io.weft.hook.Verdict;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a subject that passes must not cost.
class HotPathTest {

    /// HotSpot's FreqInlineSize: a hot method with more byte code is not inlined.
    private static final int INLINING_LIMIT_BYTES = 325;
    private static final int LETTERS = 500_000;
    private static final int MOST_ROUNDS = 25;

    private static final class Mill implements HookHost {

        private final HookTables tables;
        private long ground;

        Mill(HookTables tables) {
            this.tables = tables;
        }

        @Override
        public Hooks hooks() {
            return tables;
        }

        @Hook("SORT")
        void grind(Letter letter, int weight) {
            ground += weight;
        }
    }

    private final HookTables tables = HookTables.create();
    private final HookPoint<Letter> sort = tables.declare("SORT", Letter.class, PointOptions.failClosed());
    private final Letter letter = new Letter("Ada");
    private long passed;
    private long sent;

    @Test
    void dispatcherOfEightHandlersIsSmallEnoughToBeInlined() {
        assertThat(codeBytes(ChainClass.bytes(8, false)).get("dispatch")).isBetween(100, INLINING_LIMIT_BYTES);
        assertThat(codeBytes(ChainClass.bytes(8, true)).get("dispatch")).isBetween(100, INLINING_LIMIT_BYTES);
    }

    @Test
    void dispatcherIsTheSameCodeWithABudget() {
        byte[] watched = ChainClass.bytes(4, true);
        byte[] unwatched = ChainClass.bytes(4, false);
        assertThat(codeBytes(watched).get("dispatch")).isEqualTo(codeBytes(unwatched).get("dispatch"));
        assertThat(calls(watched, "dispatch")).isNotEmpty().isEqualTo(calls(unwatched, "dispatch"));
    }

    @Test
    void breakerAndBudgetAllocateNothingForSubjectsThatPass() {
        Duration minute = Duration.ofMinutes(1);
        HookPoint<Letter> watched = tables.declare("WATCHED", Letter.class,
                PointOptions.<Letter>failClosed().withBreaker(BreakerOptions.of(1, minute, minute)).withBudget(minute));
        for (int i = 0; i < 4; i++) {
            watched.attach(i, "clerk" + i, any -> any.to().isEmpty() ? Verdict.DROP : Verdict.ACCEPT);
        }
        HookSite<Letter> site = tables.site("WATCHED", Letter.class);
        Consumer<Letter> room = any -> passed++;
        assertThat(allocatedBy(() -> site.pass(letter, room))).isZero();
        assertThat(passed).isEqualTo(sent);
    }

    @Test
    void subjectThatPassesAWovenMethodAllocatesNothing() {
        attachFour();
        Mill mill = new Mill(tables);
        assertThat(allocatedBy(() -> mill.grind(letter, 3))).isZero();
        assertThat(mill.ground).isEqualTo(sent * 3);
    }

    @Test
    void subjectThatPassesASiteAllocatesNothing() {
        attachFour();
        HookSite<Letter> site = tables.site("SORT", Letter.class);
        Consumer<Letter> room = any -> passed++;
        assertThat(allocatedBy(() -> site.pass(letter, room))).isZero();
        assertThat(passed).isEqualTo(sent);
    }

    private void attachFour() {
        for (int i = 0; i < 4; i++) {
            sort.attach(i, "clerk" + i, any -> any.to().isEmpty() ? Verdict.DROP : Verdict.ACCEPT);
        }
    }

    /// The least for {@link #LETTERS} letters of several rounds: a busy machine's compiler may come late.
    private long allocatedBy(Runnable send) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < LETTERS; i++) {
                send.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            sent += LETTERS;
        }
        return least;
    }

    /// What a method calls, in the order of its code.
    private static List<String> calls(byte[] type, String caller) {
        List<String> calls = new ArrayList<>();
        new ClassReader(type).accept(new ClassVisitor(OpenedClassReader.ASM_API) {
            @Override
            public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
                return !name.equals(caller) ? null : new MethodVisitor(OpenedClassReader.ASM_API) {
                    @Override
                    public void visitMethodInsn(int opcode, String owner, String method, String called, boolean ofInterface) {
                        calls.add(owner + "." + method);
                    }
                };
            }
        }, 0);
        return calls;
    }

    private static Map<String, Integer> codeBytes(byte[] type) {
        Map<String, Label> ends = new HashMap<>();
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(type).accept(new ClassVisitor(OpenedClassReader.ASM_API, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
                MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
                return new MethodVisitor(OpenedClassReader.ASM_API, code) {
                    @Override
                    public void visitMaxs(int maxStack, int maxLocals) {
                        Label end = new Label();
                        visitLabel(end);
                        ends.put(name, end);
                        super.visitMaxs(maxStack, maxLocals);
                    }
                };
            }
        }, 0);
        writer.toByteArray();
        Map<String, Integer> sizes = new HashMap<>();
        ends.forEach((method, end) -> sizes.put(method, end.getOffset()));
        return sizes;
    }
}
