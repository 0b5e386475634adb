/// All that a packet plugin or a driver compiles against.
module io.weft.net.api {
    requires transitive io.weft.hook.api;
    requires static org.jspecify;

    exports io.weft.net;
    exports io.weft.net.address;
    exports io.weft.net.connection;
    exports io.weft.net.control;
    exports io.weft.net.driver;
    exports io.weft.net.explain;
    exports io.weft.net.netfilter;
    exports io.weft.net.packet;
    exports io.weft.net.route;
}
