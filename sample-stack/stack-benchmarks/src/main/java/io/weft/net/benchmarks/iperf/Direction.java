package io.weft.net.benchmarks.iperf;

/// Which way the data of a test goes, from the client's side.
enum Direction {
    UP,
    DOWN
}
