package io.weft.net.tables.match.rate;

import io.weft.net.tables.extension.RefusedException;

/// Names that the kernel would give to files in /proc: `xt_check_proc_name`.
final class ProcName {

    private ProcName() { }

    static void check(String match, String name) throws RefusedException {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
            throw RefusedException.invalid(match + ": no name for a file: '" + name + "'");
        }
    }
}
