package io.weft.hook.runtime.plugin.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The classes that a plugin can see, looked up as its class loader would, but read instead of loaded.
final class ClassWorld {

    /// A place where classes may be, in the order of the search.
    ///
    /// @param origin tells classes of different places apart
    record Place(Object origin, ClassFile files) { }

    /// Finds the bytes of a class by the name of its file.
    @FunctionalInterface
    interface ClassFile {
        @Nullable InputStream open(String fileName) throws IOException;
    }

    static final Object HOST = "host";

    private final Iterable<Place> plugins;
    private final ClassLoader host;
    private final Predicate<String> shared;
    private final Map<String, Optional<ClassFacts>> known = new HashMap<>();
    private final Map<String, Optional<Set<ClassFacts>>> lineages = new HashMap<>();

    /// @param plugins the plugin itself and those it depends on
    /// @param shared tells by a class's Java name whether it comes from the host in any case
    ClassWorld(Iterable<Place> plugins, ClassLoader host, Predicate<String> shared) {
        this.plugins = plugins;
        this.host = host;
        this.shared = shared;
    }

    /// @return null when there is no such class
    @Nullable ClassFacts find(String name) {
        Optional<ClassFacts> facts = known.get(name);
        if (facts == null) {
            facts = Optional.ofNullable(search(name));
            known.put(name, facts);
        }
        return facts.orElse(null);
    }

    private @Nullable ClassFacts search(String name) {
        String javaName = name.replace('/', '.');
        try {
            if (!javaName.startsWith("java.") && !shared.test(javaName)) {
                for (Place place : plugins) {
                    ClassFacts facts = read(place.origin, place.files.open(name + ".class"));
                    if (facts != null) {
                        return facts;
                    }
                }
            }
            return read(HOST, host.getResourceAsStream(name + ".class"));
        } catch (IOException e) {
            throw new UncheckedIOException("the class " + javaName + " cannot be read", e);
        }
    }

    private static @Nullable ClassFacts read(Object origin, @Nullable InputStream file) throws IOException {
        if (file == null) {
            return null;
        }
        try (file) {
            return ClassFacts.read(origin, file.readAllBytes());
        }
    }

    /// A class, its superclasses and all their interfaces, superclasses first, or null when one of them is not there.
    @Nullable Set<ClassFacts> lineage(ClassFacts type) {
        Optional<Set<ClassFacts>> lineage = lineages.get(type.name());
        if (lineage == null) {
            lineage = Optional.ofNullable(trace(type));
            lineages.put(type.name(), lineage);
        }
        return lineage.orElse(null);
    }

    private @Nullable Set<ClassFacts> trace(ClassFacts type) {
        Set<ClassFacts> lineage = new LinkedHashSet<>();
        Deque<String> interfaces = new ArrayDeque<>();
        for (ClassFacts next = type; next != null; ) {
            lineage.add(next);
            interfaces.addAll(next.interfaces());
            if (next.superName() == null) {
                break;
            }
            next = find(next.superName());
            if (next == null) {
                return null;
            }
        }
        while (!interfaces.isEmpty()) {
            ClassFacts next = find(interfaces.poll());
            if (next == null) {
                return null;
            }
            if (lineage.add(next)) {
                interfaces.addAll(next.interfaces());
            }
        }
        return lineage;
    }

    boolean isSubclass(ClassFacts type, ClassFacts superclass) {
        for (ClassFacts next = type; next != null; next = next.superName() == null ? null : find(next.superName())) {
            if (next.name().equals(superclass.name())) {
                return true;
            }
        }
        return false;
    }
}
