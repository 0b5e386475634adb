package io.weft.net.tables.iptables;

/// What a call of `iptables` is to do, and which of {@link RuleOption} may stand with it.
enum Operation {
    //                      n s d p j v x i o 0 c f
    INSERT('I',            "x     x  x  "),
    DELETE('D',            "x     x  xx "),
    DELETE_NUMBER('D',     "xxxxx xxxxxx"),
    REPLACE('R',           "x     x  x  "),
    APPEND('A',            "x     x  x  "),
    LIST('L',              " xxxx  xx xx"),
    FLUSH('F',             "xxxxx xxxxxx"),
    ZERO('Z',              "xxxxx xxxxxx"),
    NEW_CHAIN('N',         "xxxxx xxxxxx"),
    DELETE_CHAIN('X',      "xxxxx xxxxxx"),
    POLICY('P',            "xxxxx xxxx x"),
    RENAME_CHAIN('E',      "xxxxx xxxxxx"),
    LIST_RULES('S',        "xxxxx xxxxxx"),
    ZERO_NUMBER('Z',       "xxxxx xxxxxx"),
    CHECK('C',             "x     x  xx ");

    final char letter;
    private final String legal;

    Operation(char letter, String legal) {
        this.letter = letter;
        this.legal = legal;
    }

    boolean allows(RuleOption option) {
        return legal.charAt(option.ordinal()) != 'x';
    }

    /// It is about a rule that is written out.
    boolean takesRule() {
        return switch (this) {
            case INSERT, DELETE, REPLACE, APPEND, CHECK -> true;
            case DELETE_NUMBER, LIST, FLUSH, ZERO, NEW_CHAIN, DELETE_CHAIN, POLICY, RENAME_CHAIN, LIST_RULES, ZERO_NUMBER -> false;
        };
    }
}
