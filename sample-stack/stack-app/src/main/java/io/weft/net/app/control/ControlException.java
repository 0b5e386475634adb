package io.weft.net.app.control;

import java.io.IOException;

/// The control door cannot be opened or reached: the message names the place and the way out, and is shown to the user as it is.
public final class ControlException extends IOException {

    private static final long serialVersionUID = 1L;

    public ControlException(String message) {
        super(message);
    }

    ControlException(String message, Throwable cause) {
        super(message, cause);
    }
}
