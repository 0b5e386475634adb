package io.weft.net.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The folder that the router serves by HTTP, and on which port: `/srv/www 8080`, or `/srv/www` for port 80.
public record HttpConfig(Path folder, ServicePort port) {

    private static final ServicePort USUAL = new ServicePort(80);
    private static final Pattern NOTATION = Pattern.compile("(.+?)(?:\\s+(\\d+))?");

    /// Reads both from one line.
    ///
    /// @param folder makes a path of what is written
    /// @throws IllegalArgumentException quoting what cannot be understood
    static HttpConfig read(String text, Function<String, Path> folder) {
        Matcher words = NOTATION.matcher(text.strip());
        if (!words.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no folder: want DIR [PORT]");
        }
        return new HttpConfig(folder.apply(words.group(1)), words.group(2) == null ? USUAL : ServicePort.read(words.group(2)));
    }

    /// Reads the one or two words of `--http`.
    ///
    /// @throws ConfigException quoting what cannot be understood
    public static HttpConfig parse(List<String> words) throws ConfigException {
        return new HttpConfig(Path.of(words.getFirst()), words.size() == 1 ? USUAL : ServicePort.parse("--http", words.get(1)));
    }
}
