package com.example.guestbook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.Hooks;
import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.weave.Weaving;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A guest book on the web: what a guest posts meets the handlers of the hook point SIGN before it gets into the book.
final class GuestBook implements HookHost, AutoCloseable {

    /// What handlers see.
    record Entry(String guest, String text) { }

    /// What the caller of `sign` gets when a handler has dropped an entry.
    private static final int REFUSED = -1;

    private final HookTables hooks = HookTables.create();
    private final ExecutorService clerks = Executors.newFixedThreadPool(4);
    private final AtomicInteger entries = new AtomicInteger();
    private final HttpServer server;

    /// @param port 0 for any that is free
    GuestBook(int port) throws IOException {
        Weaving.require(GuestBook.class);
        hooks.declare("SIGN", Entry.class, PointOptions.<Entry>failClosed().withAnswer(REFUSED));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.setExecutor(clerks);
        server.start();
    }

    @Override
    public Hooks hooks() {
        return hooks;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /// @return the number of the entry
    @Hook("SIGN")
    int sign(Entry entry) {
        return entries.incrementAndGet();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String guest = exchange.getRequestURI().getPath().substring(1);
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int number = sign(new Entry(guest, text));
        byte[] answer = (number == REFUSED ? "no, thank you" : guest + " wrote entry " + number).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(number == REFUSED ? 403 : 200, answer.length);
        try (exchange) {
            exchange.getResponseBody().write(answer);
        }
    }

    /// The hook tables have no thread and hold no file: what is closed is the program's own.
    @Override
    public void close() {
        server.stop(0);
        clerks.shutdown();
    }
}
