package io.weft.net.tables.extension;

/// What rules agree about that share something by name. Of two rules with different terms the later one is refused, whatever table it
/// is in.
///
/// @param shared says in messages what it is, such as `hashlimit web`
/// @param terms compared with `equals`
public record SharedTerms(String shared, Object terms) { }
