package io.weft.net.tables.extension;

/// A set of rules that reads well but may not be: the kernel's answer to a bad table.
public final class RefusedException extends Exception {

    /// The kinds of refusal, by the kernel's error numbers.
    public enum Kind {
        /// EINVAL.
        INVALID("Invalid argument"),
        /// ENOENT: something that a rule names is not there.
        MISSING("No chain/target/match by that name"),
        /// ERANGE.
        RANGE("Numerical result out of range"),
        /// ELOOP: chains that jump in a circle.
        LOOP("Too many levels of symbolic links");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /// What C calls this error.
        public String text() {
            return text;
        }
    }

    private final Kind kind;

    /// @param reason what is wrong, for the log
    public RefusedException(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    public static RefusedException invalid(String reason) {
        return new RefusedException(Kind.INVALID, reason);
    }

    public Kind kind() {
        return kind;
    }
}
