package io.weft.net.nat;

/// What a translation may choose from, the kernel's `nf_nat_range2`.
///
/// @param flags the bits below
/// @param firstAddress of those to choose from, with {@link #ADDRESSES}; the greater of the two where rules say so, then it is the choice
/// @param lastAddress itself included
/// @param firstPort of those to choose from, with {@link #PORTS}
/// @param lastPort itself included
/// @param basePort with {@link #OFFSET}: the port that becomes the first one, as the next one becomes the second
public record NatRange(int flags, int firstAddress, int lastAddress, int firstPort, int lastPort, int basePort) {

    /// The address is to be one of a range (`NF_NAT_RANGE_MAP_IPS`).
    public static final int ADDRESSES = 1;
    /// The port is to be one of a range (`NF_NAT_RANGE_PROTO_SPECIFIED`).
    public static final int PORTS = 1 << 1;
    /// `--random`.
    public static final int RANDOM = 1 << 2;
    /// `--persistent`.
    public static final int PERSISTENT = 1 << 3;
    /// `--random-fully`.
    public static final int RANDOM_FULLY = 1 << 4;
    /// Ports keep their distance to a base (`NF_NAT_RANGE_PROTO_OFFSET`).
    public static final int OFFSET = 1 << 5;

    /// No wishes at all.
    public static final NatRange ANY = new NatRange(0, 0, 0, 0, 0, 0);

    /// That one address, and any port.
    public static NatRange address(int address) {
        return ANY.at(address);
    }

    /// The same wishes about ports, at that one address.
    public NatRange at(int address) {
        return at(address, address);
    }

    public NatRange at(int first, int last) {
        return new NatRange(flags | ADDRESSES, first, last, firstPort, lastPort, basePort);
    }

    public NatRange ports(int first, int last) {
        return new NatRange(flags | PORTS, firstAddress, lastAddress, first, last, basePort);
    }

    public NatRange shifted(int base) {
        return new NatRange(flags | OFFSET, firstAddress, lastAddress, firstPort, lastPort, base);
    }

    public NatRange with(int flag) {
        return new NatRange(flags | flag, firstAddress, lastAddress, firstPort, lastPort, basePort);
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// A port of no order is wished for.
    boolean isRandom() {
        return has(RANDOM | RANDOM_FULLY);
    }

    boolean containsAddress(int address) {
        return Integer.compareUnsigned(address, firstAddress) >= 0 && Integer.compareUnsigned(address, lastAddress) <= 0;
    }

    boolean containsPort(int port) {
        return port >= firstPort && port <= lastPort;
    }
}
