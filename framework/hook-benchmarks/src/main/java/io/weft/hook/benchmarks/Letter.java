package io.weft.hook.benchmarks;

/// The toy host's subject.
final class Letter {

    int weight;

    Letter(int weight) {
        this.weight = weight;
    }
}
