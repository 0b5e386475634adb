package io.weft.net.app.kernelpeer;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.app.kernelpeer.Content.Arrived;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// What two hosts do over a link, and what has to come of it.
final class Exchanges implements AutoCloseable {

    private static final long FOR_EVER = Long.MAX_VALUE / 2;
    private static final int SMALL_CONNECTIONS = 30;
    private static final int AT_ONCE = 10;
    private static final int SMALL_BYTES = 4_000;

    private final TrialPlan plan;
    private final Party kernel;
    private final Party stack;
    private final Content kernels;
    private final Content stacks;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// Two sockets that are connected.
    private record Pair(Socket kernel, Socket stack) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            kernel.close();
            stack.close();
        }
    }

    Exchanges(TrialPlan plan, Party kernel, Party stack) {
        this.plan = plan;
        this.kernel = kernel;
        this.stack = stack;
        kernels = new Content(2 * plan.seed());
        stacks = new Content(2 * plan.seed() + 1);
    }

    void run() throws Exception {
        switch (plan.exchange()) {
            case BOTH_WAYS -> bothWays(plan.kernelOpens(), plan.kernelBytes(), plan.stackBytes());
            case HALF_CLOSE -> halfClose();
            case MANY -> many();
            case RESET -> reset();
        }
    }

    private Pair connect(boolean kernelOpens) throws Exception {
        try (ServerSocket listening = (kernelOpens ? stack : kernel).listen()) {
            Future<Socket> accepted = threads.submit(() -> Party.accept(listening));
            Socket opened = (kernelOpens ? kernel : stack).connect(listening);
            return kernelOpens ? new Pair(opened, accepted.get()) : new Pair(accepted.get(), opened);
        }
    }

    private Future<Void> sending(Content content, Socket to, long bytes) {
        return threads.submit((Callable<Void>) () -> {
            content.send(to.getOutputStream(), bytes);
            to.shutdownOutput();
            return null;
        });
    }

    private Future<Arrived> reading(Socket from, long most) {
        return threads.submit(() -> Content.read(from.getInputStream(), most));
    }

    private static void assertAllOf(Content content, long bytes, Arrived arrived, String at) {
        assertThat(arrived.failure()).as("reading at the %s failed", at).isNull();
        assertThat(arrived.bytes()).as("bytes at the %s", at).isEqualTo(bytes);
        assertThat(arrived.hash()).as("their hash").isEqualTo(content.hash(bytes));
    }

    private void bothWays(boolean kernelOpens, long kernelBytes, long stackBytes) throws Exception {
        try (Pair pair = connect(kernelOpens)) {
            Future<Void> kernelSends = sending(kernels, pair.kernel, kernelBytes);
            Future<Void> stackSends = sending(stacks, pair.stack, stackBytes);
            Future<Arrived> atKernel = reading(pair.kernel, FOR_EVER);
            assertAllOf(kernels, kernelBytes, reading(pair.stack, FOR_EVER).get(), "stack");
            assertAllOf(stacks, stackBytes, atKernel.get(), "kernel");
            kernelSends.get();
            stackSends.get();
        }
    }

    private void halfClose() throws Exception {
        try (Pair pair = connect(plan.kernelOpens())) {
            boolean kernelFirst = plan.kernelFirst();
            Socket first = kernelFirst ? pair.kernel : pair.stack;
            Socket second = kernelFirst ? pair.stack : pair.kernel;
            long firstBytes = kernelFirst ? plan.kernelBytes() : plan.stackBytes();
            long secondBytes = kernelFirst ? plan.stackBytes() : plan.kernelBytes();
            Content ofFirst = kernelFirst ? kernels : stacks;
            Content ofSecond = kernelFirst ? stacks : kernels;

            Future<Void> sent = sending(ofFirst, first, firstBytes);
            assertAllOf(ofFirst, firstBytes, reading(second, FOR_EVER).get(), "second");
            sent.get();
            Future<Void> answered = sending(ofSecond, second, secondBytes);
            assertAllOf(ofSecond, secondBytes, reading(first, FOR_EVER).get(), "first");
            answered.get();
        }
    }

    private void many() throws Exception {
        SplittableRandom random = new SplittableRandom(plan.seed());
        List<Future<Void>> rows = new ArrayList<>();
        for (int row = 0; row < AT_ONCE; row++) {
            SplittableRandom own = random.split();
            rows.add(threads.submit((Callable<Void>) () -> {
                for (int i = 0; i < SMALL_CONNECTIONS / AT_ONCE; i++) {
                    bothWays(own.nextBoolean(), own.nextLong(SMALL_BYTES), own.nextLong(SMALL_BYTES));
                }
                return null;
            }));
        }
        for (Future<Void> row : rows) {
            row.get();
        }
    }

    /// The other end goes on sending, so that it hears of the reset even if the first one is lost.
    private void reset() throws Exception {
        try (Pair pair = connect(plan.kernelOpens())) {
            boolean byKernel = plan.kernelFirst();
            Socket resetting = byKernel ? pair.kernel : pair.stack;
            Socket other = byKernel ? pair.stack : pair.kernel;
            Content ofResetting = byKernel ? kernels : stacks;
            Content ofOther = byKernel ? stacks : kernels;
            long enough = byKernel ? plan.stackBytes() : plan.kernelBytes();

            Future<Void> sending = sending(ofResetting, resetting, FOR_EVER);
            Future<Void> otherSending = sending(ofOther, other, FOR_EVER);
            Future<Arrived> otherReading = reading(other, FOR_EVER);
            Arrived before = reading(resetting, enough).get();
            resetting.setSoLinger(true, 0);
            resetting.close();

            assertThat(before.failure()).as("reading before the reset failed").isNull();
            assertThat(before.hash()).as("hash of what came before the reset").isEqualTo(ofOther.hash(before.bytes()));
            Arrived after = otherReading.get();
            assertThat(after.hash()).as("hash of what came to the other").isEqualTo(ofResetting.hash(after.bytes()));
            IOException sendingFailure = failure(otherSending);
            assertThat(failure(sending)).as("sending where it was reset").isInstanceOf(SocketException.class);
            assertThat(sendingFailure).as("sending to whom has reset").isInstanceOf(SocketException.class);
            // whichever of two calls comes first to the kernel's socket is told; reading then finds an end
            assertThat(List.of(String.valueOf(after.failure()), String.valueOf(sendingFailure))).as("one of them is told that it was a reset")
                    .anySatisfy(each -> assertThat(each).containsIgnoringCase("connection reset"));
            if (byKernel) {
                assertThat(after.failure()).as("reading at the stack").isInstanceOf(SocketException.class).hasMessage("Connection reset");
            }
        }
    }

    private static @Nullable IOException failure(Future<Void> sending) throws InterruptedException {
        try {
            sending.get();
            return null;
        } catch (java.util.concurrent.ExecutionException e) {
            return e.getCause() instanceof IOException io ? io : new IOException("not a failure of a socket", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
