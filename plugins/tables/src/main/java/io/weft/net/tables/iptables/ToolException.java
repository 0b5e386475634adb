package io.weft.net.tables.iptables;

/// The end of a call that cannot be carried out, with what is said about it.
final class ToolException extends Exception {

    /// How it is said, and the exit code.
    enum Kind {
        /// By name and version, with a hint at the help.
        PARAMETER(2),
        /// A word alone, with a hint at the help.
        BARE(2),
        /// By name and version, with a hint at versions.
        VERSION(3),
        /// By name and version.
        OTHER(1);

        final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    private final Kind kind;

    ToolException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    static ToolException parameter(String message) {
        return new ToolException(Kind.PARAMETER, message);
    }

    Kind kind() {
        return kind;
    }

    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
