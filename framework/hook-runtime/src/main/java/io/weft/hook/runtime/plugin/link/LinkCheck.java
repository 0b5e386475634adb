package io.weft.hook.runtime.plugin.link;

import io.weft.hook.runtime.plugin.link.References.Member;
import io.weft.hook.runtime.plugin.link.References.Use;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/// Looks up everything that the classes of a jar refer to, by the rules of the Java Virtual Machine Specification §5.4.
public final class LinkCheck {

    private static final Set<String> POLYMORPHIC = Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");
    /// The JDK's modules, and the host's where it has any, by the packages that they have.
    private static final Map<String, Module> MODULES = modules();

    private final ClassWorld world;
    private final Module plugins;
    private final Predicate<String> mayBeAbsent;
    private final List<String> problems = new ArrayList<>();

    /// @param plugins what stands for the unnamed modules that plugins are in
    private LinkCheck(ClassWorld world, Module plugins, Predicate<String> mayBeAbsent) {
        this.world = world;
        this.plugins = plugins;
        this.mayBeAbsent = mayBeAbsent;
    }

    private static Map<String, Module> modules() {
        Map<String, Module> byPackage = new HashMap<>();
        ModuleLayer.boot().modules().forEach(module -> module.getPackages().forEach(name -> byPackage.put(name.replace('.', '/'), module)));
        return byPackage;
    }

    /// What cannot be linked, each the rest of a sentence that begins with the jar's name; nothing when all is well.
    ///
    /// @param dependencies the jars of the plugins whose classes it sees, in the order of the search
    /// @param shared tells by a class's name whether it comes from the host whatever the jars contain
    /// @param mayBeAbsent tells by a class's name whether the jar gets along without it
    public static List<String> of(Path jar, List<Path> dependencies, ClassLoader host, Predicate<String> shared, Predicate<String> mayBeAbsent)
            throws IOException {
        List<JarFile> open = new ArrayList<>();
        try {
            List<ClassWorld.Place> places = new ArrayList<>();
            open.add(new JarFile(jar.toFile()));
            for (Path dependency : dependencies) {
                open.add(new JarFile(dependency.toFile()));
            }
            open.forEach(file -> places.add(new ClassWorld.Place(file.getName(), name -> stream(file, name))));
            LinkCheck check = new LinkCheck(new ClassWorld(places, host, shared), host.getUnnamedModule(), mayBeAbsent);
            check.checkAll(open.get(0));
            return check.problems;
        } finally {
            for (JarFile file : open) {
                file.close();
            }
        }
    }

    private static @Nullable InputStream stream(JarFile file, String name) throws IOException {
        JarEntry entry = file.getJarEntry(name);
        return entry == null ? null : file.getInputStream(entry);
    }

    private void checkAll(JarFile jar) throws IOException {
        for (JarEntry entry : jar.stream().toList()) {
            String name = entry.getName();
            if (!name.endsWith(".class") || name.startsWith("META-INF/") || name.endsWith("module-info.class")) {
                continue;
            }
            byte[] classFile;
            try (InputStream file = jar.getInputStream(entry)) {
                classFile = file.readAllBytes();
            }
            try {
                ClassFacts self = world.find(name.substring(0, name.length() - ".class".length()));
                // a class that is shared comes from the host, and the jar's copy is never used
                if (self != null && self.origin().equals(jar.getName())) {
                    check(self, References.in(classFile));
                }
            } catch (IllegalArgumentException e) {
                problems.add("its class file " + name + " cannot be read: " + e.getMessage());
            }
        }
    }

    private void check(ClassFacts self, References references) {
        references.classes().forEach(name -> checkClass(self, name));
        for (String name : references.made()) {
            ClassFacts made = world.find(name);
            if (made != null && ClassFacts.is(made.access(), Opcodes.ACC_ABSTRACT)) {
                problem(self, "makes objects of the class " + java(name) + ", which is abstract");
            }
        }
        for (Member member : references.members()) {
            String problem = problemWith(self, member);
            if (problem != null) {
                problem(self, "refers to the " + member.inJava() + ", " + problem);
            }
        }
        checkInheritance(self);
    }

    private void problem(ClassFacts self, String what) {
        problems.add("its class " + java(self.name()) + " " + what);
    }

    private static String java(String internalName) {
        return internalName.replace('/', '.');
    }

    private void checkClass(ClassFacts self, String name) {
        ClassFacts type = world.find(name);
        if (type == null) {
            if (!mayBeAbsent.test(java(name))) {
                problem(self, "refers to the class " + java(name) + ", which is not here");
            }
            return;
        }
        if (!ClassFacts.is(type.access(), Opcodes.ACC_PUBLIC) && !type.isInPackageOf(self)) {
            problem(self, "refers to the class " + java(name) + ", which is not public");
        } else if (!isExported(type)) {
            problem(self, "refers to the class " + java(name) + ", which the module " + MODULES.get(type.packageName()).getName() + " does not export");
        }
    }

    /// Whether a class's module, where it has one, lets plugins use it.
    private boolean isExported(ClassFacts type) {
        Module module = type.origin() == ClassWorld.HOST ? MODULES.get(type.packageName()) : null;
        return module == null || module.isExported(java(type.packageName()), plugins);
    }

    /// @return null when the reference can be resolved, or when its class, or one that it inherits from, is missing, which is said once
    private @Nullable String problemWith(ClassFacts self, Member member) {
        String owner = member.owner().startsWith("[") ? "java/lang/Object" : member.owner();
        ClassFacts type = world.find(owner);
        if (type == null || POLYMORPHIC.contains(owner)) {
            return null;
        }
        if (!member.isField()) {
            boolean asInterface = member.use() == Use.CALL_INTERFACE || member.use() == Use.CALL_INTERFACE_STATIC;
            if (asInterface && !type.isInterface()) {
                return "but that class is no interface any more";
            }
            if (!asInterface && member.use() != Use.CALL_SPECIAL && type.isInterface()) {
                return "but that class is an interface now";
            }
        }
        Set<ClassFacts> lineage = world.lineage(type);
        if (lineage == null) {
            return null;
        }
        List<ClassFacts> search = new ArrayList<>(lineage);
        if (type.isInterface()) {
            search.add(world.find("java/lang/Object"));
        }
        for (ClassFacts candidate : search) {
            Integer access = (member.isField() ? candidate.fields() : candidate.methods()).get(member.key());
            if (access != null && !(member.use() == Use.MAKE && candidate != type)) {
                boolean cloned = member.owner().startsWith("[") && member.name().equals("clone");
                return cloned ? null : problemWith(self, member, candidate, access);
            }
        }
        return "which is not here";
    }

    private @Nullable String problemWith(ClassFacts self, Member member, ClassFacts declared, int access) {
        if (ClassFacts.is(access, Opcodes.ACC_STATIC) != member.isStatic()) {
            return member.isStatic() ? "which is not static" : "which is static";
        }
        if ((member.use() == Use.PUT || member.use() == Use.PUT_STATIC) && ClassFacts.is(access, Opcodes.ACC_FINAL)
                && !declared.name().equals(self.name())) {
            return "and writes it, but it is final";
        }
        if (ClassFacts.is(access, Opcodes.ACC_PUBLIC) || declared.name().equals(self.name())) {
            return null;
        }
        if (ClassFacts.is(access, Opcodes.ACC_PRIVATE)) {
            boolean nestMates = declared.nestHost().equals(self.nestHost()) && declared.origin().equals(self.origin());
            return nestMates ? null : "which is private";
        }
        if (declared.isInPackageOf(self) || ClassFacts.is(access, Opcodes.ACC_PROTECTED) && world.isSubclass(self, declared)) {
            return null;
        }
        return ClassFacts.is(access, Opcodes.ACC_PROTECTED) ? "which is protected" : "which is not public";
    }

    private void checkInheritance(ClassFacts self) {
        Set<ClassFacts> lineage = world.lineage(self);
        if (lineage == null || self.superName() == null) {
            return;
        }
        ClassFacts parent = world.find(self.superName());
        if (parent != null && (parent.isInterface() || ClassFacts.is(parent.access(), Opcodes.ACC_FINAL))) {
            problem(self, "extends the class " + java(parent.name()) + ", which is " + (parent.isInterface() ? "an interface" : "final"));
        }
        for (String name : self.interfaces()) {
            ClassFacts type = world.find(name);
            if (type != null && !type.isInterface()) {
                problem(self, "implements " + java(name) + ", which is no interface");
            }
        }
        if (!ClassFacts.is(self.access(), Opcodes.ACC_ABSTRACT)) {
            checkImplemented(self, lineage);
        }
    }

    /// A class that can be made has a body for every method that it inherits.
    private void checkImplemented(ClassFacts self, Set<ClassFacts> lineage) {
        Set<String> bodies = new HashSet<>();
        for (ClassFacts type : lineage) {
            type.methods().forEach((key, access) -> {
                if (!ClassFacts.is(access, Opcodes.ACC_ABSTRACT)) {
                    bodies.add(key);
                }
            });
        }
        for (ClassFacts type : lineage) {
            type.methods().forEach((key, access) -> {
                if (ClassFacts.is(access, Opcodes.ACC_ABSTRACT) && !bodies.contains(key)) {
                    int parameters = key.indexOf('(');
                    Member member = new Member(type.name(), key.substring(0, parameters), key.substring(parameters), Use.CALL);
                    problem(self, "lacks the " + member.inJava() + ", which it must implement");
                }
            });
        }
    }
}
