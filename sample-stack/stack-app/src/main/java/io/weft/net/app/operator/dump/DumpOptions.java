package io.weft.net.app.operator.dump;

import io.weft.net.app.operator.text.Words;
import java.util.List;

/// What a call of dump asks for.
///
/// @param device empty where none was named
/// @param capture the output is a capture file, not lines
/// @param count after how many frames to end; 0 for never
record DumpOptions(String device, boolean capture, long count, int snapLength, boolean help, boolean list, FrameFilter.Test filter) {

    static final int MAX_SNAP_LENGTH = 262_144;

    static DumpOptions read(List<String> arguments) throws FrameFilter.SyntaxException {
        Words words = new Words(arguments);
        String device = "";
        boolean capture = false;
        long count = 0;
        int snapLength = MAX_SNAP_LENGTH;
        boolean help = false;
        boolean list = false;
        for (String word = words.peek(); word != null && word.startsWith("-"); word = words.peek()) {
            words.take();
            String option = word.startsWith("--") ? word : word.substring(0, 2);
            String attached = word.startsWith("--") ? "" : word.substring(2);
            switch (option) {
                case "--help", "-h" -> help = true;
                case "-D" -> list = true;
                case "-i", "--interface" -> device = value(attached, words, option);
                case "-w" -> {
                    if (!value(attached, words, option).equals("-")) {
                        throw new FrameFilter.SyntaxException("a file is written where the command is given; here -w takes - only");
                    }
                    capture = true;
                }
                case "-c" -> count = number(value(attached, words, option), Integer.MAX_VALUE, option);
                case "-s" -> {
                    int wanted = number(value(attached, words, option), MAX_SNAP_LENGTH, option);
                    snapLength = wanted == 0 ? MAX_SNAP_LENGTH : wanted;
                }
                case "-n", "-U", "-l", "-q", "-p" -> {
                    // so it is anyway; further letters stand in the same word
                    if (!attached.chars().allMatch(letter -> "nUlqp".indexOf(letter) >= 0)) {
                        throw new FrameFilter.SyntaxException("unknown option '" + word + "'");
                    }
                }
                default -> throw new FrameFilter.SyntaxException("unknown option '" + word + "'");
            }
        }
        return new DumpOptions(device, capture, count, snapLength, help, list, FrameFilter.parse(words.rest()));
    }

    private static String value(String attached, Words words, String option) throws FrameFilter.SyntaxException {
        String value = attached.isEmpty() ? words.poll() : attached;
        if (value == null) {
            throw new FrameFilter.SyntaxException("option requires an argument -- '" + option.replace("-", "") + "'");
        }
        return value;
    }

    private static int number(String word, int most, String option) throws FrameFilter.SyntaxException {
        if (!word.matches("\\d{1,9}") || Integer.parseInt(word) > most) {
            throw new FrameFilter.SyntaxException("invalid number " + word + " after " + option);
        }
        return Integer.parseInt(word);
    }
}
