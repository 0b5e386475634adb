package io.weft.net.app.operator.ip;

import io.weft.net.app.operator.text.Words;

/// The options before ip's object.
record IpOptions(boolean brief, boolean json, boolean pretty, boolean oneLine, boolean statistics, boolean inet, boolean help, boolean version) {

    private static final String VERSION = "-Version";

    /// Takes the options off the words. They may be shortened as in ip: the first one counts that begins so.
    static IpOptions read(Words words) throws IpFailure {
        boolean brief = false;
        boolean json = false;
        boolean pretty = false;
        boolean oneLine = false;
        boolean statistics = false;
        boolean inet = false;
        boolean help = false;
        boolean version = false;
        for (String word = words.peek(); word != null && word.startsWith("-"); word = words.peek()) {
            words.take();
            String option = word.startsWith("--") ? word.substring(1) : word;
            if (option.equals("-")) {
                break;
            } else if (option.equals("-h") || isShort(option, "-help")) {
                help = true;
            } else if (isShort(option, "-stats") || isShort(option, "-statistics")) {
                statistics = true;
            } else if (isShort(option, "-oneline")) {
                oneLine = true;
            } else if (isShort(option, "-brief") && option.length() > 2) {
                brief = true;
            } else if (isShort(option, "-json")) {
                json = true;
            } else if (isShort(option, "-pretty")) {
                pretty = true;
            } else if (option.equals("-V") || option.equals(VERSION)) {
                version = true;
            } else if (isShort(option, "-family")) {
                family(words);
                inet = true;
            } else if (option.equals("-4")) {
                inet = true;
            } else if (option.equals("-6")) {
                throw IpFailure.notHere("IPv6");
            } else if (!isShort(option, "-details") && !isShort(option, "-Numeric") && !option.startsWith("-c")) {
                throw IpFailure.usage("Option \"" + word + "\" is unknown, try \"ip -help\".");
            }
        }
        return new IpOptions(brief, json, pretty, oneLine, statistics, inet, help, version);
    }

    private static void family(Words words) throws IpFailure {
        String family = words.poll();
        if (family == null) {
            throw IpFailure.incomplete();
        }
        if (!family.equals("inet")) {
            throw IpFailure.notHere("the family " + family);
        }
    }

    private static boolean isShort(String word, String option) {
        return word.length() > 1 && option.startsWith(word);
    }
}
