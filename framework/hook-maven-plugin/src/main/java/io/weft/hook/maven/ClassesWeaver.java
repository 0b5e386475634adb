package io.weft.hook.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/// Weaves the hook points of one directory of classes, in place.
///
/// A class that is already woven is woven anew from what javac made of it, which ajc keeps inside the class file; so javac may compile
/// anew as few classes as it likes between two runs.
final class ClassesWeaver {

    private final Ajc ajc;
    private final Path scratch;
    private final Log log;

    /// @param scratch a directory of this weaver's own, which remembers how the classes looked after the last run
    ClassesWeaver(Ajc ajc, Path scratch, Log log) {
        this.ajc = ajc;
        this.scratch = scratch;
        this.log = log;
    }

    /// @param classpath what the classes were compiled against; the aspect is among it
    void weave(Path classes, List<Path> classpath) throws IOException, MojoFailureException {
        if (!Files.isDirectory(classes)) {
            return;
        }
        List<HookClasses.HookMethod> hooks = HookClasses.in(classes);
        if (hooks.isEmpty()) {
            log.debug("no @Hook method in " + classes);
            return;
        }
        Path state = scratch.resolve("woven.state");
        if (Files.exists(state) && Files.readString(state).equals(fingerprint(classes))) {
            log.debug("the classes in " + classes + " are woven already");
            return;
        }
        Path aspect = aspectOn(classpath, hooks);
        Path output = scratch.resolve("woven");
        delete(output);
        Files.createDirectories(output);
        run(classes, classpath, aspect, output);
        requireWoven(HookClasses.in(output), hooks);
        copyChanged(output, classes);
        delete(output);
        Files.writeString(state, fingerprint(classes));
        log.info("Woven " + hooks.size() + " hook method" + (hooks.size() == 1 ? "" : "s") + " in " + classes);
    }

    private static Path aspectOn(List<Path> classpath, List<HookClasses.HookMethod> hooks) throws MojoFailureException {
        return classpath.stream()
                .filter(entry -> Artifacts.contains(entry, "io/weft/hook/weave/HookWeaving.class"))
                .findFirst()
                .orElseThrow(() -> new MojoFailureException(names(hooks)
                        + ": these are hook points, but the aspect that weaves them is not on the class path;"
                        + " add the dependency io.weft:hook-weave"));
    }

    private void run(Path classes, List<Path> classpath, Path aspect, Path output) throws IOException, MojoFailureException {
        List<String> arguments = List.of(
                "-inpath", classes.toString(),
                "-aspectpath", aspect.toString(),
                "-classpath", Ajc.joined(classpath),
                "-d", output.toString(),
                "-proc:none",
                "-g");
        Ajc.Outcome outcome = ajc.run(arguments, scratch);
        if (outcome.failed()) {
            throw new MojoFailureException("the hook points in " + classes + " cannot be woven:\n" + outcome.output());
        }
        outcome.output().lines().forEach(log::warn);
    }

    private static void requireWoven(List<HookClasses.HookMethod> after, List<HookClasses.HookMethod> before) throws MojoFailureException {
        List<HookClasses.HookMethod> missed = new ArrayList<>(before);
        missed.removeIf(hook -> after.contains(new HookClasses.HookMethod(hook.method(), true)));
        after.stream().filter(hook -> !hook.woven() && !missed.contains(hook)).forEach(missed::add);
        if (!missed.isEmpty()) {
            throw new MojoFailureException(names(missed) + ": these are hook points, but nothing was woven there."
                    + " A hook method has a body, and its class implements HookHost");
        }
    }

    private static String names(List<HookClasses.HookMethod> hooks) {
        return hooks.stream().map(HookClasses.HookMethod::method).collect(Collectors.joining(", "));
    }

    private static void copyChanged(Path from, Path to) throws IOException {
        for (Path woven : HookClasses.classFiles(from)) {
            Path target = to.resolve(from.relativize(woven).toString());
            // ajc makes closures beside the classes that it weaves
            if (!Files.exists(target) || Files.mismatch(woven, target) >= 0) {
                Files.copy(woven, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static String fingerprint(Path classes) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : HookClasses.classFiles(classes)) {
            CRC32 sum = new CRC32();
            sum.update(Files.readAllBytes(file));
            lines.append(classes.relativize(file)).append(' ').append(Long.toHexString(sum.getValue())).append('\n');
        }
        return lines.toString();
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
