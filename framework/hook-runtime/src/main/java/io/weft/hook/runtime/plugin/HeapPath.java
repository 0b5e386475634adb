package io.weft.hook.runtime.plugin;

import io.weft.hook.runtime.plugin.HeapDump.Reference;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shortest way from what the JVM holds by itself, such as a thread's stack or a class of the host, to a plugin's class loader.
final class HeapPath {

    private static final Logger LOG = LoggerFactory.getLogger(HeapPath.class);
    private static final String BEAN = "com.sun.management.HotSpotDiagnosticMXBean";
    /// Larger heaps are left to tools that are made for them.
    private static final long LARGEST_HEAP = 256L << 20;

    private HeapPath() { }

    /// Each step in a line: the object that holds, and by what. Empty where nobody could look: the heap is large, or the module
    /// jdk.management is not in the Java image.
    ///
    /// @param classes the name of the class loader, which no other bears
    static List<String> to(String classes) {
        Runtime java = Runtime.getRuntime();
        if (java.totalMemory() - java.freeMemory() > LARGEST_HEAP) {
            return List.of();
        }
        try {
            Path folder = Files.createTempDirectory("weft-heap-");
            Path file = folder.resolve("heap.hprof");
            try {
                dump(file);
                return path(HeapDump.read(file), classes);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (ClassNotFoundException noSuchModule) {
            return List.of();
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            LOG.warn("The heap cannot be looked at: {}", String.valueOf(e instanceof InvocationTargetException ? e.getCause() : e));
            return List.of();
        }
    }

    private static void dump(Path file) throws ReflectiveOperationException {
        Class<?> type = Class.forName(BEAN);
        Object bean = ManagementFactory.getPlatformMXBean(type.asSubclass(PlatformManagedObject.class));
        type.getMethod("dumpHeap", String.class, boolean.class).invoke(bean, file.toString(), true);
    }

    private static List<String> path(HeapDump heap, String classes) {
        for (long loader : heap.instancesOf(PluginClasses.class.getName())) {
            if (classes.equals(heap.text(loader, "name"))) {
                return path(heap, loader);
            }
        }
        return List.of();
    }

    private static List<String> path(HeapDump heap, long wanted) {
        Map<Long, Long> holders = new HashMap<>();
        Deque<Long> next = new ArrayDeque<>();
        for (long root : heap.roots()) {
            if (holders.putIfAbsent(root, 0L) == null) {
                next.add(root);
            }
        }
        while (!next.isEmpty() && !holders.containsKey(wanted)) {
            long object = next.poll();
            for (Reference reference : heap.references(object)) {
                if (holders.putIfAbsent(reference.to(), object) == null) {
                    next.add(reference.to());
                }
            }
        }
        List<String> steps = new ArrayList<>();
        for (long held = wanted; holders.getOrDefault(held, 0L) != 0; held = holders.get(held)) {
            steps.add(step(heap, holders.get(held), held));
        }
        Collections.reverse(steps);
        return steps;
    }

    private static String step(HeapDump heap, long holder, long held) {
        String field = heap.references(holder).stream().filter(reference -> reference.to() == held).map(Reference::field).findFirst().orElse("?");
        return heap.describe(holder) + (field.startsWith("[") ? "" : ".") + field;
    }
}
