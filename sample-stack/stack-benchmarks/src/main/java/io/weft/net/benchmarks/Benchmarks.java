package io.weft.net.benchmarks;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the benchmarks, counts the bytes they allocate, and prints tables. Takes JMH's own arguments.
public final class Benchmarks {

    private Benchmarks() { }

    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        ResultTable.print(new Runner(new OptionsBuilder()
                .parent(new CommandLineOptions(arguments))
                .addProfiler(GCProfiler.class)
                .build()).run(), System.out);
    }
}
