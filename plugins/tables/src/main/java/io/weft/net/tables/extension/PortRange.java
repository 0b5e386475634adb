package io.weft.net.tables.extension;

/// Ports or lengths from `first` to `last`, both included. Where `first` is the greater, nothing lies within.
public record PortRange(int first, int last) {

    public static final int MAX = 0xFFFF;
    public static final PortRange ALL = new PortRange(0, MAX);

    public boolean contains(int value) {
        return value >= first && value <= last;
    }

    public boolean isSingle() {
        return first == last;
    }

    /// `80` or `80:90`.
    @Override
    public String toString() {
        return isSingle() ? Integer.toString(first) : first + ":" + last;
    }

    /// By service names where there are such.
    public String list(boolean numeric, int protocol) {
        if (numeric) {
            return toString();
        }
        String from = ServiceNames.nameOf(first, protocol);
        return isSingle() ? from : from + ":" + ServiceNames.nameOf(last, protocol);
    }
}
