package io.weft.hook.runtime.plugin;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which virtual threads are inside a plugin's code. No API lists them; the JDK's thread dump to a file does, from Java 21 on.
///
/// It names them and no more: nobody but their makers can interrupt them.
final class VirtualThreads {

    private static final Logger LOG = LoggerFactory.getLogger(VirtualThreads.class);
    private static final Pattern ID = Pattern.compile("\\s*\"tid\": \"?(\\d+)\"?,");
    private static final Pattern NAME = Pattern.compile("\\s*\"name\": \"(.*)\",");
    private static final String BEAN = "com.sun.management.HotSpotDiagnosticMXBean";

    private VirtualThreads() { }

    /// Whether they can be seen: from Java 21 on, where the module jdk.management is there and the JVM follows all of its threads.
    static boolean areSeen() {
        return dumper() != null && !"false".equals(System.getProperty("jdk.trackAllThreads"));
    }

    /// The names and numbers of the virtual threads that have a frame of the plugin on their stack.
    ///
    /// @param classes the name of the plugin's class loader, which no other bears
    static List<String> inside(String classes) {
        Method dumper = dumper();
        if (dumper == null) {
            return List.of();
        }
        try {
            Path folder = Files.createTempDirectory("weft-threads-");
            Path file = folder.resolve("threads.json");
            try {
                dump(dumper, file);
                return inside(classes, Files.readAllLines(file));
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException | ReflectiveOperationException e) {
            LOG.warn("Virtual threads cannot be looked at: {}", String.valueOf(e instanceof InvocationTargetException ? e.getCause() : e));
            return List.of();
        }
    }

    private static @Nullable Method dumper() {
        try {
            Class<?> bean = Class.forName(BEAN);
            return bean.getMethod("dumpThreads", String.class, Class.forName(BEAN + "$ThreadDumpFormat"));
        } catch (ClassNotFoundException | NoSuchMethodException olderJavaOrNoSuchModule) {
            return null;
        }
    }

    private static void dump(Method dumper, Path file) throws ReflectiveOperationException {
        Class<?> format = dumper.getParameterTypes()[1];
        Object bean = ManagementFactory.getPlatformMXBean(dumper.getDeclaringClass().asSubclass(PlatformManagedObject.class));
        dumper.invoke(bean, file.toString(), format.getField("JSON").get(null));
    }

    /// The dump has a line for each thread's number, then one for its name, then one for each frame.
    private static List<String> inside(String classes, List<String> dump) {
        Set<String> platform = Thread.getAllStackTraces().keySet().stream().map(thread -> String.valueOf(thread.getId())).collect(Collectors.toSet());
        String frame = "\"" + classes + "//";
        List<String> inside = new ArrayList<>();
        String id = "";
        String name = "";
        boolean told = false;
        for (String line : dump) {
            Matcher number = ID.matcher(line);
            Matcher called = NAME.matcher(line);
            if (number.matches()) {
                id = number.group(1);
                name = "";
                told = platform.contains(id);
            } else if (called.matches()) {
                name = called.group(1);
            } else if (!told && line.replace("\\/", "/").strip().startsWith(frame)) {
                inside.add(name.isEmpty() ? "#" + id : name + " #" + id);
                told = true;
            }
        }
        return inside;
    }
}
