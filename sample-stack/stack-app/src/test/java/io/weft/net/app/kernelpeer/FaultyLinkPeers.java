package io.weft.net.app.kernelpeer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/// Runs trials side by side, in the network namespace that it is in: `FaultyLinkPeers FIRST-SEED LAST-SEED`.
///
/// Says `seed N passed` or `seed N failed` for each, and at the end what the links did and what the kernel counted, a line each. The exit
/// code is 1 when one failed.
final class FaultyLinkPeers {

    private static final int SIDE_BY_SIDE = 25;
    private static final List<String> TOLD = List.of("InSegs", "RetransSegs", "InCsumErrors", "TCPSackRecovery", "TCPSACKReneging",
            "TCPDSACKRecv", "TCPDSACKOldSent", "TCPTimeouts", "TCPOFOQueue");

    private final AtomicInteger numbers = new AtomicInteger();

    private FaultyLinkPeers() { }

    public static void main(String[] words) throws Exception {
        boolean passed = new FaultyLinkPeers().run(Long.parseLong(words[0]), Long.parseLong(words[1]));
        System.exit(passed ? 0 : 1);
    }

    private boolean run(long first, long last) throws Exception {
        Trial.Outcome all = Trial.Outcome.NOTHING;
        boolean passed = true;
        try (ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
            List<Future<Optional<Trial.Outcome>>> outcomes = new ArrayList<>();
            LongStream.rangeClosed(first, last).forEach(seed -> outcomes.add(threads.submit(() -> trial(seed))));
            for (Future<Optional<Trial.Outcome>> each : outcomes) {
                Optional<Trial.Outcome> outcome = each.get();
                all = outcome.map(all::plus).orElse(all);
                passed &= outcome.isPresent();
            }
        }
        System.out.println("to the stack: " + all.toStack() + "; it refused " + all.badSegments() + " segments, and sent "
                + all.retransmitted() + " again");
        System.out.println("to the kernel: " + all.toKernel() + "; it counts " + kernelsCounters());
        return passed;
    }

    private Optional<Trial.Outcome> trial(long seed) {
        TrialPlan plan = TrialPlan.of(seed);
        long startNs = System.nanoTime();
        try {
            Trial.Outcome outcome = new Trial(plan, numbers.getAndIncrement()).run();
            System.out.println("seed " + seed + " passed in " + Duration.ofNanos(System.nanoTime() - startNs).toMillis() + " ms: " + plan);
            return Optional.of(outcome);
        } catch (Exception | AssertionError e) {
            System.out.println("seed " + seed + " failed: " + plan);
            e.printStackTrace();
            return Optional.empty();
        }
    }

    /// Such as `RetransSegs 12 InCsumErrors 3`, TCP's only.
    private static String kernelsCounters() throws Exception {
        List<String> told = new ArrayList<>();
        for (String file : List.of("/proc/net/snmp", "/proc/net/netstat")) {
            List<String> lines = Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith("Tcp")).toList();
            for (int i = 0; i + 1 < lines.size(); i += 2) {
                String[] names = lines.get(i).split(" ");
                String[] values = lines.get(i + 1).split(" ");
                for (int n = 1; n < names.length; n++) {
                    if (TOLD.contains(names[n])) {
                        told.add(names[n] + " " + values[n]);
                    }
                }
            }
        }
        return String.join(" ", told);
    }
}
