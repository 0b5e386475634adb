package io.weft.net.app.router;

/// A router that cannot be made as it was written: the message says what does not work and what to do, and is shown as it is.
public final class RouterException extends Exception {

    private static final long serialVersionUID = 1L;

    public RouterException(String message) {
        super(message);
    }

    public RouterException(String message, Throwable cause) {
        super(message, cause);
    }
}
