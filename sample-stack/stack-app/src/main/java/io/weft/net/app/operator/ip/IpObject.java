package io.weft.net.app.operator.ip;

import io.weft.net.app.operator.text.Words;
import java.util.List;

/// One of ip's objects: what stands behind `ip OPTIONS`.
interface IpObject {

    /// Its full name.
    String name();

    /// What `ip OBJECT help` prints.
    String help();

    /// Its commands, in the order in which ip looks for the first that begins as the operator wrote.
    List<String> commands();

    /// What it does without a command; `show` for most.
    default String usual() {
        return "show";
    }

    /// Does what one of the commands says.
    ///
    /// @return what it prints
    String run(String command, Words words, IpOptions options) throws IpFailure;
}
