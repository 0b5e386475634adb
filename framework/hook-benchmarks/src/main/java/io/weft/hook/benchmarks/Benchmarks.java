package io.weft.hook.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
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
        CommandLineOptions options = new CommandLineOptions(arguments);
        if (options.shouldHelp()) {
            showHelp(options);
        } else if (options.shouldList()) {
            new Runner(options).list();
        } else {
            run(options);
        }
    }

    private static void showHelp(CommandLineOptions options) {
        try {
            options.showHelp();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(CommandLineOptions options) throws RunnerException {
        PeersTable peers = new PeersTable(new Runner(new OptionsBuilder()
                .parent(options)
                .addProfiler(GCProfiler.class)
                .build()).run());
        if (!peers.isEmpty()) {
            System.out.println();
            System.out.print(peers.markdown());
        }
    }
}
