package io.weft.hook.runtime.plugin.link;

import io.weft.hook.runtime.plugin.link.References.Member;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/// What a class of a jar uses of a class that is not in that jar and not the JDK's.
///
/// @param user the jar's class
/// @param type the class whose it is
/// @param what a `class`, `method`, `constructor` or `field`, as Java writes it
public record OutsideUse(String user, String type, String what) {

    /// All such uses, class by class of the jar. A class of which members are used is not named once more by itself.
    public static List<OutsideUse> in(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Set<String> own = new HashSet<>();
            List<JarEntry> classFiles = file.stream().filter(entry -> isClass(entry.getName())).toList();
            classFiles.forEach(entry -> own.add(internalName(entry)));
            List<OutsideUse> uses = new ArrayList<>();
            for (JarEntry entry : classFiles) {
                try (InputStream in = file.getInputStream(entry)) {
                    collect(internalName(entry), References.in(in.readAllBytes()), own, uses);
                } catch (IllegalArgumentException e) {
                    throw new IOException("the class file " + entry.getName() + " cannot be read: " + e.getMessage(), e);
                }
            }
            return uses;
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.startsWith("META-INF/") && !name.endsWith("module-info.class");
    }

    private static String internalName(JarEntry entry) {
        return entry.getName().substring(0, entry.getName().length() - ".class".length());
    }

    private static void collect(String user, References references, Set<String> own, List<OutsideUse> uses) {
        Set<String> named = new HashSet<>();
        for (Member member : references.members()) {
            if (isOutside(member.owner(), own)) {
                named.add(member.owner());
                uses.add(new OutsideUse(java(user), java(member.owner()), member.inJava()));
            }
        }
        for (String type : references.classes()) {
            if (isOutside(type, own) && !named.contains(type)) {
                uses.add(new OutsideUse(java(user), java(type), "class " + java(type)));
            }
        }
    }

    private static boolean isOutside(String type, Set<String> own) {
        return !type.startsWith("[") && !type.startsWith("java/") && !own.contains(type);
    }

    private static String java(String internalName) {
        return internalName.replace('/', '.');
    }
}
