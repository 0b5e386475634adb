package io.weft.hook.weave;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;
import org.aspectj.bridge.IMessage;
import org.aspectj.bridge.MessageHandler;
import org.aspectj.tools.ajc.Main;

/// Compiles a class of a test, and weaves it or does not.
final class Sources {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private Sources() { }

    /// Compiles without weaving, and loads the class.
    static Class<?> compile(Path directory, String name, String source) throws Exception {
        Path file = directory.resolve("source").resolve(name.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        Path classes = Files.createDirectories(directory.resolve("classes"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", CLASS_PATH, "-d", classes.toString(), file.toString());
        if (result != 0) {
            throw new IllegalArgumentException(name + " does not compile");
        }
        return load(classes, name);
    }

    static Class<?> load(Path classes, String name) throws IOException, ClassNotFoundException {
        // stays open: the class lives as long as the test
        URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, Sources.class.getClassLoader());
        return Class.forName(name, true, loader);
    }

    /// Weaves what {@link #compile} left in the directory, in place, and returns ajc's errors.
    static List<String> weave(Path directory) {
        Path classes = directory.resolve("classes");
        String aspects = Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> Files.exists(Path.of(entry, "io/weft/hook/weave/HookWeaving.class")))
                .findFirst().orElseThrow();
        MessageHandler messages = new MessageHandler();
        new Main().run(new String[] {
            "-inpath", classes.toString(), "-aspectpath", aspects, "-classpath", CLASS_PATH, "-d", classes.toString(), "-proc:none"
        }, messages);
        List<String> errors = new ArrayList<>();
        for (IMessage message : messages.getMessages(IMessage.ERROR, true)) {
            errors.add(message.getMessage());
        }
        return errors;
    }
}
