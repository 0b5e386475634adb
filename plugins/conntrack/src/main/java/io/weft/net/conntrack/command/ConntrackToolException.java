package io.weft.net.conntrack.command;

/// The end of a call that cannot be carried out, with what the tool says about it.
final class ConntrackToolException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean wrongWords;

    private ConntrackToolException(String message, boolean wrongWords) {
        super(message, null, false, false);
        this.wrongWords = wrongWords;
    }

    /// Words that make no call.
    static ConntrackToolException words(String message) {
        return new ConntrackToolException(message, true);
    }

    /// A call that did not succeed.
    static ConntrackToolException failed(String message) {
        return new ConntrackToolException("Operation failed: " + message, false);
    }

    /// What is said, lines each with their end.
    String text() {
        return ConntrackCommand.VERSION + ": " + getMessage() + "\n"
                + (wrongWords ? "Try `conntrack -h' or 'conntrack --help' for more information.\n" : "");
    }

    int exitCode() {
        return wrongWords ? 2 : 1;
    }
}
