package io.weft.net.drivers.raw;

import io.weft.net.driver.DriverException;
import io.weft.net.drivers.linux.Errno;
import io.weft.net.drivers.linux.Libc;
import io.weft.net.drivers.linux.Linux;

/// Keeps the kernel from seeing, and so from answering, what comes in on one interface: an nftables chain at the interface's ingress
/// that drops everything, behind the place where packet sockets get their copy.
///
/// The table belongs to the netlink socket that made it (NFT_TABLE_F_OWNER, Linux 5.12): when the socket closes, be it because the process
/// was killed, the kernel removes the table, and nobody else can change it meanwhile.
final class IngressDrop implements AutoCloseable {

    private static final int NETLINK_NETFILTER = 12;

    private static final int NFT_MSG_NEWTABLE = 0;
    private static final int NFT_MSG_NEWCHAIN = 3;
    private static final int NFTA_TABLE_NAME = 1;
    private static final int NFTA_TABLE_FLAGS = 2;
    private static final int NFT_TABLE_F_OWNER = 2;
    private static final int NFTA_CHAIN_TABLE = 1;
    private static final int NFTA_CHAIN_NAME = 3;
    private static final int NFTA_CHAIN_HOOK = 4;
    private static final int NFTA_CHAIN_POLICY = 5;
    private static final int NFTA_CHAIN_TYPE = 7;
    private static final int NFTA_HOOK_HOOKNUM = 1;
    private static final int NFTA_HOOK_PRIORITY = 2;
    private static final int NFTA_HOOK_DEV = 3;
    private static final int NF_NETDEV_INGRESS = 0;
    private static final int NF_DROP = 0;

    /// How many tables of this process one interface may have.
    private static final int ATTEMPTS = 16;

    private final Libc libc;
    private final int fd;

    private IngressDrop(Libc libc, int fd) {
        this.libc = libc;
        this.fd = fd;
    }

    /// Silences the kernel on an interface until this is closed.
    ///
    /// @throws DriverException that says what is missing
    static IngressDrop on(String driver, String nic) throws DriverException {
        Libc libc = Libc.forDriver(driver);
        int fd = libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, NETLINK_NETFILTER);
        if (fd < 0) {
            throw refused(driver, nic, -fd);
        }
        int result = -Errno.EPERM;
        for (int number = 1; number <= ATTEMPTS && isTaken(-result); number++) {
            result = NetfilterBatch.send(libc, fd, messages(nic, tableName(nic, number)));
        }
        if (result < 0) {
            libc.close(fd);
            throw refused(driver, nic, -result);
        }
        return new IngressDrop(libc, fd);
    }

    /// A table of that name that another socket owns, of this process or of one of the same number in another container, is
    /// refused as not permitted.
    private static boolean isTaken(int errno) {
        return errno == Errno.EPERM || errno == Errno.EEXIST || errno == Errno.EBUSY;
    }

    private static NetfilterBatch messages(String nic, String table) {
        return new NetfilterBatch()
                .message(NFT_MSG_NEWTABLE)
                .text(NFTA_TABLE_NAME, table)
                .number(NFTA_TABLE_FLAGS, NFT_TABLE_F_OWNER)
                .end()
                .message(NFT_MSG_NEWCHAIN)
                .text(NFTA_CHAIN_TABLE, table)
                .text(NFTA_CHAIN_NAME, "ingress")
                .nest(NFTA_CHAIN_HOOK)
                .number(NFTA_HOOK_HOOKNUM, NF_NETDEV_INGRESS)
                .number(NFTA_HOOK_PRIORITY, 0)
                .text(NFTA_HOOK_DEV, nic)
                .endNest()
                .number(NFTA_CHAIN_POLICY, NF_DROP)
                .text(NFTA_CHAIN_TYPE, "filter")
                .end();
    }

    /// As `nft list tables` shows it.
    static String tableName(String nic, int number) {
        String first = "weft-" + nic + "-" + ProcessHandle.current().pid();
        return number == 1 ? first : first + "-" + number;
    }

    private static DriverException refused(String driver, String nic, int errno) {
        String why = switch (errno) {
            case Errno.EPERM, Errno.EACCES -> "that takes the capability CAP_NET_ADMIN; " + Linux.howToGet("CAP_NET_ADMIN");
            case Errno.EPROTONOSUPPORT, Errno.EAFNOSUPPORT, Errno.EOPNOTSUPP, Errno.EINVAL, Errno.ENOENT ->
                    "that takes nf_tables with the netdev family in Linux 5.12 or later (modprobe nf_tables); the kernel says: "
                            + Libc.text(errno);
            default -> "nf_tables says: " + Libc.text(errno);
        };
        return new DriverException(driver + ": cannot keep the kernel from answering on " + nic + ": " + why);
    }

    @Override
    public void close() {
        libc.close(fd);
    }
}
