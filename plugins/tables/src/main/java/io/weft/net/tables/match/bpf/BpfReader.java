package io.weft.net.tables.match.bpf;

import io.weft.net.tables.extension.SyntaxException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads programs as `nfbpf_compile` and `tcpdump -ddd` write them: `2,48 0 0 9,6 0 0 1`, the count before the instructions. Numbers are
/// C's `sscanf` of `%hu`, `%hhu` and `%u`: cut to the width of their field, whatever stands behind the last one.
final class BpfReader {

    private static final int MAX_INSTRUCTIONS = 64;
    private static final int U16 = 0xFFFF;
    private static final int U8 = 0xFF;
    private static final BigInteger MAX_LONG = BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
    private static final Pattern COUNT = Pattern.compile("\\s*([+-]?\\d++),");
    private static final Pattern INSTRUCTION =
            Pattern.compile("\\s*([+-]?\\d++)\\s*([+-]?\\d++)\\s*([+-]?\\d++)\\s*([+-]?\\d++).*", Pattern.DOTALL);

    private BpfReader() { }

    static List<BpfInstruction> read(String text) throws SyntaxException {
        Matcher counted = COUNT.matcher(text);
        if (!counted.lookingAt()) {
            throw new SyntaxException("bpf: error parsing program length");
        }
        int count = number(counted.group(1)) & U16;
        if (count == 0) {
            throw new SyntaxException("bpf: illegal zero length program");
        }
        if (count > MAX_INSTRUCTIONS) {
            throw new SyntaxException("bpf: number of instructions exceeds maximum");
        }
        var program = new ArrayList<BpfInstruction>();
        for (int comma = text.indexOf(','); comma >= 0 && comma + 1 < text.length(); comma = text.indexOf(',', comma + 1)) {
            if (program.size() == count) {
                throw new SyntaxException("bpf: real program length exceeds the encoded length parameter");
            }
            program.add(instruction(text.substring(comma + 1), program.size()));
        }
        if (program.size() < count) {
            throw new SyntaxException("bpf: parsed program length is less than the encoded length parameter");
        }
        return List.copyOf(program);
    }

    private static BpfInstruction instruction(String text, int at) throws SyntaxException {
        Matcher numbers = INSTRUCTION.matcher(text);
        if (!numbers.matches()) {
            throw new SyntaxException("bpf: error at instr " + at);
        }
        return new BpfInstruction(number(numbers.group(1)) & U16, number(numbers.group(2)) & U8, number(numbers.group(3)) & U8,
                number(numbers.group(4)));
    }

    /// Its low 32 bits; all of them where it has more than 64.
    private static int number(String digits) {
        BigInteger value = new BigInteger(digits);
        return value.abs().compareTo(MAX_LONG) > 0 ? -1 : value.intValue();
    }
}
