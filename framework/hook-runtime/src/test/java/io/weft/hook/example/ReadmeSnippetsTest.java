package io.weft.hook.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.HandlerInfo;
import io.weft.hook.HandlerOrder;
import io.weft.hook.Hooks;
import io.weft.hook.PointInfo;
import io.weft.hook.PointOptions;
import io.weft.hook.Verdict;
import io.weft.hook.example.Shop.Order;
import io.weft.hook.index.PluginIndex;
import io.weft.hook.index.PluginIndexProcessor;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginInfo;
import io.weft.hook.runtime.plugin.Refusal;
import io.weft.hook.runtime.plugin.config.ConfigException;
import io.weft.hook.runtime.plugin.config.ConfigRecord;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every Java snippet of `framework/README.md`, compiled in a small context, and most of them run. A snippet without a context fails.
@Timeout(120)
class ReadmeSnippetsTest {

    private static final Path FRAMEWORK = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize().getParent();
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern MANIFEST_ENTRY = Pattern.compile("<(Plugin-[A-Z][a-z]+)>([^<]*)</\\1>");

    private static final String IMPORTS = """
            import io.weft.hook.*;
            import io.weft.hook.example.Shop;
            import io.weft.hook.example.Shop.Order;
            import io.weft.hook.runtime.*;
            import io.weft.hook.runtime.plugin.*;
            import io.weft.hook.runtime.plugin.config.*;
            import io.weft.hook.runtime.plugin.signature.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.function.*;
            import org.jspecify.annotations.Nullable;
            """;

    /// What stands around a snippet to make it a class.
    ///
    /// @param begin how the snippet begins
    /// @param source the class, with `%s` for the snippet
    private record Context(String begin, String name, String source) { }

    private static final List<Context> CONTEXTS = List.of(
            new Context("import io.weft.hook.*;", "Shop", "%s"),
            new Context("private final Verdict later", "Stealing", """
                    public class Stealing implements Consumer<HookTables>, Runnable {
                        private final Queue<Held<Order>> waiting = new ConcurrentLinkedQueue<>();
                        private interface Stock { boolean has(Order order); }
                        private final Stock stock = order -> false;
                        %s
                        public void accept(HookTables tables) { tables.at("ACCEPT_ORDER", Order.class).attach(0, "stock", this::handle); }
                        public void run() { delivered(); }
                    }
                    """),
            new Context("try (HookQueue<Order> queue", "Queueing", """
                    public class Queueing implements Consumer<HookTables> {
                        private Verdict inspect(Order order) { return order.pieces() > 100 ? Verdict.drop("inspected") : Verdict.ACCEPT; }
                        public void accept(HookTables tables) {
                            try { work(tables); } catch (InterruptedException e) { throw new IllegalStateException(e); }
                        }
                        private void work(HookTables tables) throws InterruptedException {
                            %s
                        }
                    }
                    """),
            new Context("@HookHandler(at = \"ACCEPT_ORDER\", priority = 10", "Ordering", """
                    public class Ordering implements Consumer<Hooks> {
                        private final Handler<Order> handler = order -> Verdict.ACCEPT;
                        public void accept(Hooks hooks) {
                            new Object() {
                                %s
                            };
                        }
                    }
                    """),
            new Context("private final HookSite<Order> accept", "Sites", """
                    class HasTables {
                        final HookTables tables;
                        HasTables(HookTables tables) { this.tables = tables; }
                    }
                    public class Sites extends HasTables implements Consumer<List<Object>> {
                        private final List<Object> seen = new ArrayList<>();
                        private final HookSite<Order> price = tables.site("ACCEPT_ORDER", Order.class);
                        public Sites(HookTables tables) { super(tables); }
                        %s
                        private void accepted(Order order) { seen.add(order.article()); }
                        private int computePrice(Order order) { return order.pieces() * 3; }
                        public void accept(List<Object> told) {
                            accept(new Order("tea", 5));
                            told.addAll(seen);
                            told.add(price(new Order("tea", 5)));
                        }
                    }
                    """),
            new Context("@HooksFrom(Main.Tables.class)", "Main", "%s"),
            new Context("PluginHost plugins = PluginHost.builder()", "Hosting", """
                    public class Hosting implements BiFunction<HookTables, Path, PluginHost> {
                        public PluginHost apply(HookTables tables, Path here) {
                            %s
                            return plugins;
                        }
                    }
                    """),
            new Context("plugins.unload(\"limit\")", "Unloading", """
                    public class Unloading implements Consumer<PluginHost> {
                        public void accept(PluginHost plugins) { %s }
                    }
                    """),
            new Context("@PluginConfig", "Limits", "%s"),
            new Context(".signatures(", "Signing", """
                    public class Signing implements BiFunction<HookTables, Path, PluginHost> {
                        public PluginHost apply(HookTables tables, Path here) {
                            try { return host(tables, here); } catch (java.io.IOException | java.security.GeneralSecurityException e) { throw new IllegalStateException(e); }
                        }
                        private PluginHost host(HookTables tables, Path here) throws java.io.IOException, java.security.GeneralSecurityException {
                            char[] password = "secret".toCharArray();
                            return PluginHost.builder().hooks(tables).plugins(here.resolve("plugins"))
                                    %s
                                    .build();
                        }
                    }
                    """),
            new Context("try (PluginFolder folder", "Following", """
                    public class Following implements BiConsumer<PluginHost, Path> {
                        public void accept(PluginHost plugins, Path here) {
                            %s
                        }
                    }
                    """),
            new Context("public class Limit {", "Limit", "%s"),
            new Context("tables.declare(\"ACCEPT_ORDER\", Order.class, PointOptions.<Order>failOpen", "Declaring", """
                    public class Declaring implements Consumer<HookTables> {
                        private void refuse(Order order, Verdict why) { }
                        public void accept(HookTables tables) { %s }
                    }
                    """));

    @TempDir
    private Path here;

    private final HookTables tables = HookTables.create();
    private final List<String> accepted = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    private static List<String> snippets() throws IOException {
        return JAVA.matcher(readme()).results().map(found -> found.group(1)).toList();
    }

    private static String readme() throws IOException {
        return Files.readString(FRAMEWORK.resolve("README.md"));
    }

    private static Context context(String snippet) {
        return CONTEXTS.stream().filter(context -> snippet.startsWith(context.begin)).findFirst()
                .orElseThrow(() -> new AssertionError("no context in which this snippet can be compiled:\n" + snippet));
    }

    /// The class loader of a snippet, compiled. `…` stands for what does not matter, and relative paths begin in the test's folder.
    private URLClassLoader compile(Context context, String snippet) throws IOException {
        String body = snippet.replace("{ … }", "{ }").replace("Path.of(\"", "here.resolve(\"");
        if (context.name.equals("Ordering")) {
            // one line for each of the two ways to say it
            body = body.replaceFirst("\n", " public Verdict decide(Order order) { return Verdict.ACCEPT; }\n{ ") + "}";
        }
        Path sources = Files.createDirectories(here.resolve("sources"));
        Path classes = Files.createDirectories(here.resolve("classes-" + context.name));
        Path source = Files.writeString(sources.resolve(context.name + ".java"), (body.startsWith("import ") ? "" : IMPORTS) + context.source.formatted(body));
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            JavaCompiler.CompilationTask task = javac.getTask(output, files, null,
                    List.of("-parameters", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")), null,
                    files.getJavaFileObjects(source));
            task.setProcessors(List.of(new PluginIndexProcessor()));
            assertThat(task.call()).as(output + body).isTrue();
        }
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
    }

    private Class<?> compiled(String name) throws IOException, ClassNotFoundException {
        for (String snippet : snippets()) {
            if (context(snippet).name.equals(name)) {
                return compile(context(snippet), snippet).loadClass(name);
            }
        }
        throw new AssertionError("the README has no such snippet as " + name);
    }

    @SuppressWarnings("unchecked")
    private <T> T made(String name, Object... arguments) throws ReflectiveOperationException, IOException {
        return (T) compiled(name).getConstructors()[0].newInstance(arguments);
    }

    private void declare() {
        tables.declare("ACCEPT_ORDER", Order.class, PointOptions.failClosed((order, why) -> refused.add(order.article() + ": " + why.reason())));
    }

    private void send(String article, int pieces) {
        tables.site("ACCEPT_ORDER", Order.class).pass(new Order(article, pieces), passed -> accepted.add(passed.article()));
    }

    /// The jar of the README's plugin, with the manifest that stands there.
    private void packLimit() throws ReflectiveOperationException, IOException {
        compiled("Limit");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        MANIFEST_ENTRY.matcher(readme().replaceAll("<!--.*?-->", "")).results().forEach(entry -> manifest.getMainAttributes().putValue(entry.group(1),
                entry.group(2).replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")));
        Path jar = Files.createDirectories(here.resolve("plugins")).resolve("limit.jar");
        try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String file : List.of("Limit.class", PluginIndex.PATH)) {
                output.putNextEntry(new ZipEntry(file));
                Files.copy(here.resolve("classes-Limit").resolve(file), output);
                output.closeEntry();
            }
        }
    }

    @Test
    void everySnippetCompiles() throws IOException {
        List<String> names = new ArrayList<>();
        for (String snippet : snippets()) {
            compile(context(snippet), snippet).close();
            names.add(context(snippet).name);
        }
        assertThat(names).containsExactlyElementsOf(CONTEXTS.stream().map(Context::name).toList());
    }

    @Test
    void stolenOrderWaitsUntilItIsDelivered() throws Exception {
        declare();
        Consumer<HookTables> stealing = made("Stealing");
        stealing.accept(tables);
        send("tea", 5);
        assertThat(accepted).isEmpty();
        ((Runnable) stealing).run();
        assertThat(accepted).containsExactly("tea");
    }

    @Test
    void queuedOrdersAreInspected() throws Exception {
        declare();
        tables.at("ACCEPT_ORDER", Order.class).attach(0, "sender", order -> Verdict.queue("inspect"));
        Consumer<HookTables> queueing = made("Queueing");
        Thread worker = new Thread(() -> queueing.accept(tables));
        worker.start();
        while (tables.describe().queues().isEmpty()) {
            Thread.onSpinWait();
        }
        send("tea", 5);
        send("coffee", 500);
        worker.join();
        assertThat(accepted).containsExactly("tea");
        assertThat(refused).containsExactly("coffee: inspected");
        assertThat(tables.describe().queues()).isEmpty();
    }

    @Test
    void handlersAreOrderedAsTheyAsk() throws Exception {
        declare();
        Consumer<Hooks> ordering = made("Ordering");
        tables.at("ACCEPT_ORDER", Order.class).attach(10, "stock", order -> Verdict.ACCEPT);
        ordering.accept(tables);
        assertThat(tables.at("ACCEPT_ORDER", Order.class).handlers()).extracting(HandlerInfo::name).containsExactlyInAnyOrder("stock", "limit");
    }

    @Test
    void circleOfHandlersIsShownAsTheReadmeSays() throws Exception {
        declare();
        tables.at("ACCEPT_ORDER", Order.class).attach(10, "a", HandlerOrder.ANY.before("host.b"), order -> Verdict.ACCEPT);
        assertThatThrownBy(() -> tables.at("ACCEPT_ORDER", Order.class).attach(10, "b", HandlerOrder.ANY.before("host.a"), order -> Verdict.ACCEPT))
                .satisfies(e -> assertThat(readme().replaceAll("\\s+", " ")).contains(e.getMessage()));
    }

    @Test
    void sitesPassAndAsk() throws Exception {
        declare();
        Consumer<List<Object>> sites = made("Sites", tables);
        List<Object> told = new ArrayList<>();
        sites.accept(told);
        assertThat(told).containsExactly("tea", 15);
    }

    @Test
    void pluginOfTheReadmeRunsInTheHostOfTheReadmeAndIsCollected() throws Exception {
        declare();
        packLimit();
        BiFunction<HookTables, Path, PluginHost> hosting = made("Hosting");
        try (PluginHost plugins = hosting.apply(tables, here)) {
            assertThat(plugins.refused()).isEmpty();
            assertThat(plugins.plugins()).extracting(PluginInfo::id).containsExactly("limit");
            send("tea", 500);
            send("coffee", 5);
            assertThat(refused).containsExactly("tea: too many pieces");
            assertThat(accepted).containsExactly("coffee");
            Consumer<PluginHost> unloading = made("Unloading");
            unloading.accept(plugins);
            BiConsumer<PluginHost, Path> following = made("Following");
            following.accept(plugins, here);
            assertThat(plugins.plugins()).extracting(PluginInfo::id).containsExactly("limit");
        }
    }

    @Test
    void wrongConfigurationIsToldAsTheReadmeSays() throws Exception {
        Class<?> limits = compiled("Limits");
        ConfigSource config = ConfigSource.folder(Files.createDirectories(here.resolve("config")));
        assertThat(ConfigRecord.of(limits, config.of("limit"))).hasToString("Limits[pieces=100, window=PT5S, note=null]");
        Files.writeString(here.resolve("config/limit.yaml"), "window: 2s\npieces: many\n");
        assertThatThrownBy(() -> ConfigRecord.of(limits, config.of("limit"))).isInstanceOf(ConfigException.class)
                .satisfies(e -> assertThat(readme()).contains("    " + e.getMessage().replace(here + "/", "") + "\n"));
    }

    @Test
    void hostThatRequiresSignaturesRefusesWhatNobodySigned() throws Exception {
        declare();
        packLimit();
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "author",
                "-keyalg", "EC", "-dname", "CN=Author", "-storetype", "PKCS12", "-storepass", "secret", "-keystore", here + "/trusted.p12")
                .redirectErrorStream(true).redirectOutput(here.resolve("keytool.txt").toFile()).start();
        assertThat(keytool.waitFor()).isZero();
        BiFunction<HookTables, Path, PluginHost> signing = made("Signing");
        try (PluginHost plugins = signing.apply(tables, here)) {
            assertThat(plugins.refused()).extracting(Refusal::reason).hasSize(1).first().asString().contains("not signed");
        }
    }

    @Test
    void pointOfTheReadmeIsDeclared() throws Exception {
        Consumer<HookTables> declaring = made("Declaring");
        declaring.accept(tables);
        assertThat(tables.describe().points()).extracting(PointInfo::name).containsExactly("ACCEPT_ORDER");
    }
}
