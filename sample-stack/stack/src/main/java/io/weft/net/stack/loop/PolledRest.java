package io.weft.net.stack.loop;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Waits for drivers with file descriptors, by ppoll(2), and for other threads by an eventfd(2) among them. Linux only.
final class PolledRest implements Rest {

    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final MethodHandle PPOLL = call("ppoll", FunctionDescriptor.of(INT, POINTER, LONG, POINTER, POINTER));
    private static final MethodHandle EVENTFD = call("eventfd", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle READ = call("read", FunctionDescriptor.of(LONG, INT, POINTER, LONG));
    private static final MethodHandle WRITE = call("write", FunctionDescriptor.of(LONG, INT, POINTER, LONG));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(INT, INT));

    // struct pollfd { int fd; short events; short revents; }
    private static final long POLLFD_SIZE = 8;
    private static final long EVENTS_AT = 4;
    private static final long REVENTS_AT = 6;
    private static final short POLLIN = 1;
    private static final int EFD_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    /// Longer than anybody waits, and a number of seconds that fits every kernel.
    private static final long LONGEST_NS = 3_600 * NS_PER_SECOND;

    private final Arena arena = Arena.ofShared();
    private final int eventFd;
    private final int descriptors;
    private final MemorySegment pollFds;
    private final MemorySegment timeout = arena.allocate(16, 8);
    private final MemorySegment drained = arena.allocate(8, 8);
    private final MemorySegment one = arena.allocate(8, 8);
    private boolean closed;

    PolledRest(int[] fileDescriptors) {
        eventFd = invoke(() -> (int) EVENTFD.invokeExact(0, EFD_NONBLOCK_CLOEXEC));
        if (eventFd < 0) {
            throw new IllegalStateException("eventfd(2) failed: this process may have too many files open");
        }
        descriptors = fileDescriptors.length + 1;
        pollFds = arena.allocate(POLLFD_SIZE * descriptors, 8);
        watch(0, eventFd);
        for (int i = 0; i < fileDescriptors.length; i++) {
            watch(i + 1, fileDescriptors[i]);
        }
        one.set(LONG, 0, 1);
    }

    private void watch(int index, int fileDescriptor) {
        pollFds.set(INT, index * POLLFD_SIZE, fileDescriptor);
        pollFds.set(ValueLayout.JAVA_SHORT, index * POLLFD_SIZE + EVENTS_AT, POLLIN);
    }

    @Override
    public void await(long timeoutNs) {
        long limited = Math.min(timeoutNs, LONGEST_NS);
        timeout.set(LONG, 0, limited / NS_PER_SECOND);
        timeout.set(LONG, 8, limited % NS_PER_SECOND);
        // interrupted by a signal or not, the loop looks at everything afterwards
        invoke(() -> (int) PPOLL.invokeExact(pollFds, (long) descriptors, timeout, MemorySegment.NULL));
        if (pollFds.get(ValueLayout.JAVA_SHORT, REVENTS_AT) != 0) {
            invoke(() -> (int) (long) READ.invokeExact(eventFd, drained, 8L));
        }
    }

    @Override
    public synchronized void wake() {
        if (!closed) {
            invoke(() -> (int) (long) WRITE.invokeExact(eventFd, one, 8L));
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            invoke(() -> (int) CLOSE.invokeExact(eventFd));
            arena.close();
        }
    }

    private interface SystemCall {
        int run() throws Throwable;
    }

    private static int invoke(SystemCall call) {
        try {
            return call.run();
        } catch (Throwable impossible) {
            throw new AssertionError("a system call does not throw", impossible);
        }
    }

    private static MethodHandle call(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }
}
