package io.weft.net.app.operator.ip;

/// A call that ip ends with a message and an exit code.
final class IpFailure extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_KERNEL = 2;
    private static final int EXIT_USAGE = 255;

    private final int exitCode;

    private IpFailure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /// What ip finds out before it asks the kernel.
    static IpFailure failed(String message) {
        return new IpFailure(EXIT_FAILED, message);
    }

    /// What the kernel refuses in words of its own.
    static IpFailure refused(String message) {
        return new IpFailure(EXIT_KERNEL, "Error: " + message + ".");
    }

    /// What the kernel refuses with one of the system's errors.
    static IpFailure answered(String error) {
        return new IpFailure(EXIT_KERNEL, "RTNETLINK answers: " + error);
    }

    /// Words that cannot be understood.
    static IpFailure usage(String message) {
        return new IpFailure(EXIT_USAGE, message);
    }

    static IpFailure garbage(String key, String word) {
        return usage("Error: either \"" + key + "\" is duplicate, or \"" + word + "\" is a garbage.");
    }

    static IpFailure wrong(String word, String why) {
        return usage("Error: argument \"" + word + "\" is wrong: " + why);
    }

    static IpFailure incomplete() {
        return usage("Command line is not complete. Try option \"help\"");
    }

    static IpFailure noDevice(String name) {
        return failed("Cannot find device \"" + name + "\"");
    }

    static IpFailure noPrefix(String word) {
        return failed("Error: any valid prefix is expected rather than \"" + word + "\".");
    }

    /// For words that ip knows and this stack has nothing behind.
    static IpFailure notHere(String what) {
        return refused(what + " is not supported by this stack");
    }

    int exitCode() {
        return exitCode;
    }
}
