package com.example.greeter;

import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.Hooks;
import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.weave.Weaving;
import io.weft.net.stack.socket.StreamListener;
import io.weft.net.stack.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A service over the stack's sockets: who says his name is greeted, unless a handler at the hook point GREET is against it.
final class Greeter implements HookHost {

    static final String GREET = "GREET";

    private final HookTables hooks = HookTables.create();

    Greeter() {
        Weaving.require(Greeter.class);
        hooks.declare(GREET, String.class, PointOptions.<String>failClosed().withAnswer("who is there?"));
    }

    @Override
    public Hooks hooks() {
        return hooks;
    }

    @Hook(GREET)
    String greet(String name) {
        return "hello " + name;
    }

    /// Serves until the stack is closed.
    void serve(StreamListener listener) {
        Thread.startVirtualThread(() -> {
            try (listener) {
                while (true) {
                    StreamSocket visitor = listener.accept();
                    Thread.startVirtualThread(() -> answer(visitor));
                }
            } catch (IOException closed) {
                // the stack was closed, and its sockets with it
            }
        });
    }

    private void answer(StreamSocket visitor) {
        try (visitor) {
            String name = new String(visitor.input().readAllBytes(), StandardCharsets.UTF_8);
            visitor.output().write(greet(name).getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            System.err.println("a visitor left: " + gone.getMessage());
        }
    }
}
