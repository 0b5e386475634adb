package io.weft.net.stack.channel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;

/// What the stack says of a connection in the words of `java.net`, which programs look for.
final class Failures {

    private Failures() { }

    /// Why a connection did not come to stand.
    static IOException connecting(IOException why) {
        return switch (why) {
            case NoRouteToHostException _ -> new NoRouteToHostException("No route to host");
            case ConnectException refused -> new ConnectException(sentence(refused));
            default -> new SocketException(sentence(why));
        };
    }

    /// Why one that stood came to its end.
    static SocketException connected(IOException why) {
        return new SocketException(sentence(why));
    }

    private static String sentence(IOException why) {
        String message = String.valueOf(why.getMessage());
        return Character.toUpperCase(message.charAt(0)) + message.substring(1);
    }

    static SocketException closed() {
        return new SocketException("Socket closed");
    }
}
