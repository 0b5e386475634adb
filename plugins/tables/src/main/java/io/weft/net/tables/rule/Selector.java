package io.weft.net.tables.rule;

/// What a rule asks of the IP header and the interfaces, before any match: the kernel's `ipt_ip`.
///
/// @param in a name, or a beginning of names and `+`; empty for any
/// @param out as `in`
/// @param protocol 0 for all
/// @param fragment asks for second and further fragments
public record Selector(
        AddressMask source, boolean notSource, AddressMask destination, boolean notDestination,
        String in, boolean notIn, String out, boolean notOut,
        int protocol, boolean notProtocol, boolean fragment, boolean notFragment) {

    public static final Selector ALL =
            new Selector(AddressMask.ANY, false, AddressMask.ANY, false, "", false, "", false, 0, false, false, false);

    /// True when it asks for nothing.
    public boolean isEmpty() {
        return equals(ALL);
    }

    public Selector withAddresses(AddressMask from, AddressMask to) {
        return new Selector(from, notSource, to, notDestination, in, notIn, out, notOut, protocol, notProtocol, fragment, notFragment);
    }
}
