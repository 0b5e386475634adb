/// What a program with hook points and a plugin that handles them agree on.
module io.weft.hook.api {
    // the processor that writes a plugin's index runs in javac only
    requires static java.compiler;
    requires static org.jspecify;

    exports io.weft.hook;
    exports io.weft.hook.index to io.weft.hook.runtime;
    // woven code calls it
    exports io.weft.hook.spi;
}
