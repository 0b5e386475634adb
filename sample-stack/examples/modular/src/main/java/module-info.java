/// An example: a module with a hook point of its own and a stack with plugins. Entrance: {@link com.example.gate.Main}.
module com.example.gate {
    requires io.weft.hook.api;
    requires io.weft.hook.runtime;
    requires io.weft.hook.weave;
    requires io.weft.net.api;
    requires io.weft.net.drivers;
    requires io.weft.net.stack;
    requires static org.jspecify;
}
