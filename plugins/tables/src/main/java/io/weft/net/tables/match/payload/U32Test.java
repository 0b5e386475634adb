package io.weft.net.tables.match.payload;

import java.util.List;
import java.util.stream.Collectors;

/// One of the tests of a u32 match: where a number is, and what it may be.
///
/// @param first where the first 32 bits are read, from the IP header
/// @param steps what is done with them
/// @param ranges one of which the outcome must lie in
record U32Test(int first, List<Step> steps, List<Range> ranges) {

    enum Operator {
        AND("&"), LEFT("<<"), RIGHT(">>"),
        /// Takes the number as an offset, and reads the 32 bits that lie that much further on.
        AT("@");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    record Step(Operator operator, int number) {

        @Override
        public String toString() {
            return operator.sign() + hex(number);
        }
    }

    /// Unsigned, both included.
    record Range(int first, int last) {

        @Override
        public String toString() {
            return first == last ? hex(first) : hex(first) + ":" + hex(last);
        }
    }

    /// `0x6&0xff=0x1,0x6:0x11`.
    @Override
    public String toString() {
        return hex(first) + steps.stream().map(Step::toString).collect(Collectors.joining())
                + "=" + ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }

    private static String hex(int number) {
        return "0x" + Integer.toHexString(number);
    }
}
