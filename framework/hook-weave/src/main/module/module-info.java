/// The aspect that puts hook points into a program's methods.
module io.weft.hook.weave {
    requires transitive io.weft.hook.api;
    requires transitive org.aspectj.runtime;
    requires static org.jspecify;

    exports io.weft.hook.weave;
}
