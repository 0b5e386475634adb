package io.weft.hook.runtime;

/// The toy host's subject.
public record Letter(String to) { }
