package io.weft.hook.benchmarks;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the benchmarks, counts the bytes they allocate and ends with the README's table. Takes JMH's own arguments.
public final class Benchmarks {

    private Benchmarks() { }

    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        PeersTable peers = new PeersTable(new Runner(new OptionsBuilder()
                .parent(new CommandLineOptions(arguments))
                .addProfiler(GCProfiler.class)
                .build()).run());
        if (!peers.isEmpty()) {
            System.out.println();
            System.out.print(peers.markdown());
        }
    }
}
