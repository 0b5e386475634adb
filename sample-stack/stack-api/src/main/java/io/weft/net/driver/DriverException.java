package io.weft.net.driver;

import java.io.IOException;

/// A driver that cannot be opened: the message names the thing and the way out, and is shown to the user as it is.
public final class DriverException extends IOException {

    private static final long serialVersionUID = 1L;

    public DriverException(String message) {
        super(message);
    }

    public DriverException(String message, Throwable cause) {
        super(message, cause);
    }
}
