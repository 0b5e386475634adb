package io.weft.hook.runtime.plugin.signature;

/// What a host does with jars whose signature is missing or not to be trusted.
public enum SignaturePolicy {
    /// It does not look.
    OFF,
    /// It says so in the log, and runs them.
    WARN,
    /// It refuses them.
    REQUIRE
}
