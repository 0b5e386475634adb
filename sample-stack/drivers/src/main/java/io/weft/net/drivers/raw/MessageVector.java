package io.weft.net.drivers.raw;

import io.weft.net.drivers.linux.Native;

/// Where things stand in the memory that recvmmsg(2) and sendmmsg(2) read and write, laid out once for a whole batch.
///
///     struct mmsghdr                           for each message, elsewhere
///      0  name, pointer --------------------->  sockaddr_ll (20 bytes)
///      8  length of name
///     16  iovec, pointer -------------------->  2 × { pointer, length }
///     24  number of iovecs
///     32  control, pointer ------------------>  cmsghdr and tpacket_auxdata (40 bytes)
///     40  length of control
///     48  flags that came back
///     56  length of the message               64 bytes in all
final class MessageVector {

    static final int MESSAGES = 64;

    private static final int MMSGHDR = 64;
    private static final int IOVECS = 32;
    private static final int NAME = 32;
    private static final int NAME_LENGTH = 20;
    private static final int CONTROL = 64;
    private static final int CONTROL_LENGTH = 40;
    private static final int SPARE_HEADER = 16;

    static final long BYTES = (long) MESSAGES * (MMSGHDR + IOVECS + NAME + CONTROL + SPARE_HEADER);

    // behind the cmsghdr of 16 bytes
    private static final int AUX_STATUS = 16;
    private static final int AUX_VLAN_TCI = 32;
    private static final int AUX_VLAN_TPID = 34;
    private static final int CMSG_TYPE = 12;
    private static final int PACKET_AUXDATA = 8;

    private final long messages;
    private final long iovecs;
    private final long names;
    private final long controls;
    private final long headers;

    /// @param memory of {@link #BYTES} zeroes
    MessageVector(long memory) {
        messages = memory;
        iovecs = messages + (long) MESSAGES * MMSGHDR;
        names = iovecs + (long) MESSAGES * IOVECS;
        controls = names + (long) MESSAGES * NAME;
        headers = controls + (long) MESSAGES * CONTROL;
        for (int i = 0; i < MESSAGES; i++) {
            Native.i64(message(i) + 16, iovec(i));
            Native.i64(message(i) + 24, 1);
        }
    }

    /// The address of a message, for the system call.
    long message(int i) {
        return messages + (long) i * MMSGHDR;
    }

    private long iovec(int i) {
        return iovecs + (long) i * IOVECS;
    }

    /// The message is these bytes.
    void bytes(int i, long address, int length) {
        Native.i64(message(i) + 24, 1);
        Native.i64(iovec(i), address);
        Native.i64(iovec(i) + 8, length);
    }

    /// The message is what stands in {@link #header} and then these bytes.
    void headerAndBytes(int i, int headerLength, long address, int length) {
        Native.i64(message(i) + 24, 2);
        Native.i64(iovec(i), header(i));
        Native.i64(iovec(i) + 8, headerLength);
        Native.i64(iovec(i) + 16, address);
        Native.i64(iovec(i) + 24, length);
    }

    /// Room for a header that does not fit in front of its frame.
    long header(int i) {
        return headers + (long) i * SPARE_HEADER;
    }

    /// Asks for sender and auxiliary data, whose lengths the kernel overwrites each time.
    void expectNameAndControl(int i) {
        long message = message(i);
        Native.i64(message, names + (long) i * NAME);
        Native.i32(message + 8, NAME_LENGTH);
        Native.i64(message + 32, controls + (long) i * CONTROL);
        Native.i64(message + 40, CONTROL_LENGTH);
    }

    int flags(int i) {
        return Native.i32(message(i) + 48);
    }

    int length(int i) {
        return Native.i32(message(i) + 56);
    }

    /// The frame's `sll_pkttype`.
    int packetType(int i) {
        return Native.u8(names + (long) i * NAME + 10);
    }

    /// The bits of `tp_status`, or 0 where the kernel added no auxiliary data.
    int auxStatus(int i) {
        long control = controls + (long) i * CONTROL;
        boolean there = Native.i32(message(i) + 40) >= CONTROL_LENGTH - 4 && Native.i32(control + CMSG_TYPE) == PACKET_AUXDATA;
        return there ? Native.i32(control + AUX_STATUS) : 0;
    }

    int vlanTci(int i) {
        return Native.u16(controls + (long) i * CONTROL + AUX_VLAN_TCI);
    }

    int vlanTpid(int i) {
        return Native.u16(controls + (long) i * CONTROL + AUX_VLAN_TPID);
    }
}
