package io.weft.net.tables.iptables;

import java.io.PrintStream;

/// One of the three programs, as it names itself.
record Tool(String name) {

    /// Whose behaviour this is; scripts look at it.
    static final String VERSION = "v1.8.9 (legacy)";

    /// Says why a call ended.
    ///
    /// @param line of the text that is restored, or 0
    /// @return the exit code
    int complain(ToolException trouble, int line, PrintStream err) {
        switch (trouble.kind()) {
            case PARAMETER, VERSION, OTHER -> err.print(name + " " + VERSION + ": " + trouble.text() + "\n");
            case BARE -> err.print(trouble.text());
        }
        switch (trouble.kind()) {
            case PARAMETER, BARE -> {
                err.print(line > 0 ? "Error occurred at line: " + line + "\n" : "");
                err.print("Try `" + name + " -h' or '" + name + " --help' for more information.\n");
            }
            case VERSION -> err.print("Perhaps iptables or your kernel needs to be upgraded.\n");
            case OTHER -> { }
        }
        return trouble.kind().exitCode;
    }

    void printVersion(PrintStream out) {
        out.print(name + " " + VERSION + "\n");
    }
}
