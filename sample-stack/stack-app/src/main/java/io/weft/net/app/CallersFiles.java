package io.weft.net.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files in a call of the router's commands: they are the caller's, who may stand in another directory than the router and have other
/// rights.
///
/// @param words as the router is to get them: jars by their absolute paths, and a capture to its standard output
/// @param capture the file to which the caller's end writes that output, or null for his own standard output
record CallersFiles(List<String> words, @Nullable Path capture) {

    static CallersFiles of(List<String> words) {
        return switch (words.getFirst()) {
            case "dump" -> ofDump(words);
            case "plugin" -> ofPlugin(words);
            default -> new CallersFiles(words, null);
        };
    }

    private static CallersFiles ofDump(List<String> words) {
        List<String> changed = new ArrayList<>();
        @Nullable Path capture = null;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean alone = word.equals("-w") && i + 1 < words.size();
            if (alone || word.startsWith("-w") && word.length() > 2) {
                String file = alone ? words.get(++i) : word.substring(2);
                capture = file.equals("-") ? null : Path.of(file);
                changed.addAll(List.of("-w", "-"));
            } else {
                changed.add(word);
            }
        }
        return new CallersFiles(changed, capture);
    }

    private static CallersFiles ofPlugin(List<String> words) {
        if (words.size() < 3 || !words.get(1).equals("load") && !words.get(1).equals("upgrade")) {
            return new CallersFiles(words, null);
        }
        List<String> changed = new ArrayList<>(words.subList(0, 2));
        words.stream().skip(2).map(word -> word.startsWith("-") ? word : Path.of(word).toAbsolutePath().normalize().toString())
                .forEach(changed::add);
        return new CallersFiles(changed, null);
    }
}
