package io.weft.net.tables.iptables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An option that every rule or command may have, whatever its matches.
enum BaseOption {
    APPEND('A', Value.ONE, "append"),
    CHECK('C', Value.ONE, "check"),
    DELETE('D', Value.ONE, "delete"),
    RENAME_CHAIN('E', Value.ONE, "rename-chain"),
    FLUSH('F', Value.MAYBE, "flush"),
    INSERT('I', Value.ONE, "insert"),
    LIST('L', Value.MAYBE, "list"),
    NEW_CHAIN('N', Value.ONE, "new-chain"),
    POLICY('P', Value.ONE, "policy"),
    REPLACE('R', Value.ONE, "replace"),
    LIST_RULES('S', Value.MAYBE, "list-rules"),
    DELETE_CHAIN('X', Value.MAYBE, "delete-chain"),
    ZERO('Z', Value.MAYBE, "zero"),

    SOURCE('s', Value.ONE, "source", "src"),
    DESTINATION('d', Value.ONE, "destination", "dst"),
    PROTOCOL('p', Value.ONE, "protocol"),
    IN_INTERFACE('i', Value.ONE, "in-interface"),
    OUT_INTERFACE('o', Value.ONE, "out-interface"),
    FRAGMENTS('f', Value.NONE, "fragments"),
    MATCH('m', Value.ONE, "match"),
    JUMP('j', Value.ONE, "jump"),
    GOTO('g', Value.ONE, "goto"),
    SET_COUNTERS('c', Value.ONE, "set-counters"),

    TABLE('t', Value.ONE, "table"),
    NUMERIC('n', Value.NONE, "numeric"),
    VERBOSE('v', Value.NONE, "verbose"),
    EXACT('x', Value.NONE, "exact"),
    LINE_NUMBERS('0', Value.NONE, "line-numbers"),
    WAIT('w', Value.MAYBE, "wait"),
    WAIT_INTERVAL('W', Value.MAYBE, "wait-interval"),
    MODPROBE('M', Value.ONE, "modprobe"),
    VERSION('V', Value.NONE, "version"),
    HELP('h', Value.MAYBE, "help"),
    IPV4('4', Value.NONE, "ipv4"),
    IPV6('6', Value.NONE, "ipv6");

    /// Whether a word follows.
    enum Value { NONE, ONE, MAYBE }

    final char letter;
    final Value value;
    final List<String> names;

    BaseOption(char letter, Value value, String... names) {
        this.letter = letter;
        this.value = value;
        this.names = List.of(names);
    }

    private static final Map<Character, BaseOption> BY_LETTER = new HashMap<>();
    private static final Map<String, BaseOption> BY_NAME = new HashMap<>();

    static {
        for (BaseOption option : values()) {
            BY_LETTER.put(option.letter, option);
            option.names.forEach(name -> BY_NAME.put(name, option));
        }
        // has no letter on a command line, only in complaints
        BY_LETTER.remove(LINE_NUMBERS.letter);
    }

    static @Nullable BaseOption of(char letter) {
        return BY_LETTER.get(letter);
    }

    static @Nullable BaseOption of(String name) {
        return BY_NAME.get(name);
    }
}
