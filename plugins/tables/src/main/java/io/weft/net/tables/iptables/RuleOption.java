package io.weft.net.tables.iptables;

/// The options that may come once, and not with every operation. In the order in which complaints name them.
enum RuleOption {
    NUMERIC('n', false),
    SOURCE('s', true),
    DESTINATION('d', true),
    PROTOCOL('p', true),
    JUMP('j', false),
    VERBOSE('v', false),
    EXACT('x', false),
    IN('i', true),
    OUT('o', true),
    LINE_NUMBERS('0', false),
    COUNTERS('c', false),
    FRAGMENT('f', true);

    final char letter;
    /// A `!` may stand before it.
    final boolean invertible;

    RuleOption(char letter, boolean invertible) {
        this.letter = letter;
        this.invertible = invertible;
    }
}
