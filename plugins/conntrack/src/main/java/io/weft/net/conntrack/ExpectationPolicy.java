package io.weft.net.conntrack;

/// How many connections one connection may announce at a time, and how long each announcement holds.
///
/// @param most expectations at a time; a further one takes the oldest one's place
/// @param timeoutSeconds after which nobody is expected any more
public record ExpectationPolicy(int most, int timeoutSeconds) { }
