package io.weft.net.tables.match.payload;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.SyntaxException;
import java.util.ArrayList;
import java.util.List;

/// Reads the words of a u32 match, and says at which character they are wrong.
///
///     tests := test | tests "&&" test          test := location "=" ranges
///     location := number | location operator number          operator := "&" | "<<" | ">>" | "@"
///     ranges := range | ranges "," range       range := number | number ":" number
final class U32Reader {

    private static final int MOST = 10;
    private static final long MAX = 0xFFFF_FFFFL;
    private static final char END = '\0';

    private final String text;
    private final List<U32Test> tests = new ArrayList<>();
    private int at;

    private U32Reader(String text) {
        this.text = text;
    }

    static List<U32Test> read(String text) throws SyntaxException {
        return new U32Reader(text).tests();
    }

    private List<U32Test> tests() throws SyntaxException {
        do {
            tests.add(test());
            if (tests.size() > MOST) {
                throw wrong("too many \"&&\"s");
            }
        } while (at < text.length());
        return List.copyOf(tests);
    }

    private U32Test test() throws SyntaxException {
        if (peek() == '=') {
            throw wrong("location spec missing");
        }
        endless();
        int first = number();
        var steps = new ArrayList<U32Test.Step>();
        while (peek() != '=') {
            endless();
            U32Test.Operator operator = operator();
            steps.add(new U32Test.Step(operator, number()));
            if (steps.size() == MOST) {
                throw wrong("too many operators");
            }
        }
        at++;
        return new U32Test(first, List.copyOf(steps), ranges());
    }

    /// Up to the end, or to what stands behind `&&`.
    private List<U32Test.Range> ranges() throws SyntaxException {
        var ranges = new ArrayList<U32Test.Range>();
        while (peek() != END) {
            if (peek() == '&') {
                second('&');
                if (ranges.isEmpty()) {
                    throw wrong("value spec missing");
                }
                at++;
                // a test has to follow
                if (peek() == END) {
                    endless();
                }
                return List.copyOf(ranges);
            }
            if (!ranges.isEmpty()) {
                if (peek() != ',') {
                    throw wrong("expected \",\" or \"&&\"");
                }
                at++;
            }
            ranges.add(range());
            if (ranges.size() > MOST) {
                throw wrong("too many \",\"s");
            }
        }
        if (ranges.isEmpty()) {
            throw new SyntaxException("u32: test ended with no value specified");
        }
        return List.copyOf(ranges);
    }

    private U32Test.Range range() throws SyntaxException {
        int first = number();
        if (peek() != ':') {
            return new U32Test.Range(first, first);
        }
        at++;
        return new U32Test.Range(first, number());
    }

    private U32Test.Operator operator() throws SyntaxException {
        U32Test.Operator operator = switch (peek()) {
            case '&' -> U32Test.Operator.AND;
            case '@' -> U32Test.Operator.AT;
            case '<' -> {
                second('<');
                yield U32Test.Operator.LEFT;
            }
            case '>' -> {
                second('>');
                yield U32Test.Operator.RIGHT;
            }
            default -> throw wrong("operator expected");
        };
        at++;
        return operator;
    }

    /// Goes on to the second of two equal characters.
    private void second(char wanted) throws SyntaxException {
        at++;
        if (at == text.length() || text.charAt(at) != wanted) {
            throw wrong("a second '" + wanted + "' was expected");
        }
    }

    private int number() throws SyntaxException {
        Numbers.Leading number = Numbers.leading(text.substring(at), MAX);
        if (number == null) {
            throw wrong("not a number or out of range");
        }
        at = text.length() - number.rest().length();
        return (int) number.value();
    }

    /// What comes after white space.
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }

    private void endless() throws SyntaxException {
        if (peek() == END) {
            throw new SyntaxException("u32: abrupt end of input after location specifier");
        }
    }

    private SyntaxException wrong(String what) {
        return new SyntaxException("u32: at char " + at + ": " + what);
    }
}
