package io.weft.net.app.control;

import java.io.IOException;

/// The other end of the control socket does not keep to the protocol.
final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}
