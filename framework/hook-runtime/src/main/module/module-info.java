/// Hook tables, their generated chains, and the plugins that handle what passes.
///
/// Plugins are in no module: they see what the host's modules export to everybody.
module io.weft.hook.runtime {
    requires transitive io.weft.hook.api;
    requires transitive java.management;
    requires java.logging;
    requires net.bytebuddy;
    requires org.slf4j;
    requires pf4j;
    // taken where the image or the host has them
    requires static jdk.jfr;
    requires static com.fasterxml.jackson.core;
    requires static com.fasterxml.jackson.dataformat.yaml;
    requires static micrometer.core;
    requires static org.jspecify;

    exports io.weft.hook.runtime;
    exports io.weft.hook.runtime.plugin;
    exports io.weft.hook.runtime.plugin.config;
    exports io.weft.hook.runtime.plugin.signature;
    // which tries plugins before they are published
    exports io.weft.hook.runtime.plugin.link to io.weft.hook.testkit;
    exports io.weft.hook.runtime.watch;
}
