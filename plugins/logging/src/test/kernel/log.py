#!/usr/bin/env python3
"""Has the kernel log crafted packets by -j LOG and -j TRACE, and prints what went in with what it said, as tab-separated lines:

    LOG    options  frame in hex  line
    TRACE  number   frame in hex  line (several a frame)

Works in network namespaces of its own. Needs root, iproute2, iptables-legacy, and a kernel that logs for namespaces other than the
first (net.netfilter.nf_log_all_netns, which is set meanwhile). Exit code 77 and the reason on standard error where that is not so.
"""
import ctypes
import os
import socket
import struct
import subprocess
import sys
import time

SWITCH = "/proc/sys/net/netfilter/nf_log_all_netns"
NS = "weft-log-%d" % os.getpid()
MAC = bytes.fromhex("020000000001")
PEER = bytes.fromhex("020000000002")
# each with what else its rule asks for, so that not every packet is logged by all
OPTIONS = [("", ""), ("", "--log-tcp-sequence --log-tcp-options --log-ip-options --log-uid"), ("-p udp", "--log-macdecode"),
           ("-p tcp --syn", "--log-tcp-sequence"), ("-p tcp --syn", "--log-tcp-options")]
TRACED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../resources/kernel/traced.v4")


def csum(data):
    if len(data) & 1:
        data += b"\0"
    s = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while s >> 16:
        s = (s & 0xffff) + (s >> 16)
    return ~s & 0xffff


def ip(proto, payload, options=b"", tos=0, ident=4711, frag=0, ttl=63, source="10.0.0.2", destination="10.0.0.1", cut=None):
    head = struct.pack("!BBHHHBBH4s4s", 0x45 + len(options) // 4, tos, 20 + len(options) + len(payload), ident, frag, ttl, proto, 0,
                       socket.inet_aton(source), socket.inet_aton(destination)) + options
    head = head[:10] + struct.pack("!H", csum(head)) + head[12:]
    return (head + payload)[:cut]


def tcp(flags, options=b"", reserved=0, window=64240, urgent=0, ack=0, data=b"", doff=None):
    words = 5 + len(options) // 4 if doff is None else doff
    return struct.pack("!HHIIBBHHH", 40000, 443, 0xfedcba98, ack, words << 4 | reserved, flags, window, 0, urgent) + options + data


def udp(data=b"", length=None):
    return struct.pack("!HHHH", 5353, 53, 8 + len(data) if length is None else length, 0) + data


def icmp(typ, code, rest=b"\0\0\0\0", data=b""):
    message = struct.pack("!BBH", typ, code, 0) + rest + data
    return message[:2] + struct.pack("!H", csum(message)) + message[4:]


def packets():
    mss = bytes.fromhex("020405b40402080a000102030000000001030307")
    record = bytes.fromhex("0707040a00000100")
    quoted = ip(17, udp(b"x" * 4), source="10.0.0.1", destination="10.0.0.2")
    for flags in (0x02, 0x12, 0x10, 0x18, 0x11, 0x14, 0x04, 0x29, 0xc2, 0xff, 0):
        yield ip(6, tcp(flags, ack=0x01020304))
    yield ip(6, tcp(0x02, mss))
    yield ip(6, tcp(0x12, mss, reserved=0x0f, urgent=9, data=b"hello"))
    for reserved in (1, 2, 4, 8):
        yield ip(6, tcp(0x02, reserved=reserved))
    yield ip(6, tcp(0x02, mss), options=record, tos=0xb8)
    yield ip(6, tcp(0x02, doff=15))
    yield ip(6, tcp(0x02, doff=2))
    for length in (0, 4, 8, 19):
        yield ip(6, tcp(0x02)[:length])
    yield ip(6, tcp(0x02), frag=0x4000)
    yield ip(6, tcp(0x02), frag=0x8000)
    yield ip(6, tcp(0x02), frag=0x2000)
    yield ip(6, b"y" * 32, frag=0x2000 | 185)
    yield ip(6, b"y" * 32, frag=185)
    for tos in (0x10, 0x1e, 0x1f, 0xe0, 0xff, 0x03):
        yield ip(17, udp(b"abc"), tos=tos)
    yield ip(17, udp(), ident=0, ttl=255)
    yield ip(17, udp(length=65535), ident=65535, ttl=1)
    yield ip(17, udp()[:7])
    yield ip(17, b"")
    yield ip(17, b"z" * 24, frag=3)
    yield ip(136, udp(b"lite"))
    yield ip(136, b"1234567")
    yield ip(17, udp(b"o"), options=record)
    yield ip(17, udp(b"o"), options=bytes.fromhex("01010100"))
    for typ in range(0, 20):
        for code in (0, 4):
            yield ip(1, icmp(typ, code, bytes.fromhex("7f0005dc"), quoted + b"\0" * 8))
    for typ in (0, 3, 5, 8, 12, 13, 17, 255):
        for length in (0, 3, 4, 7, 8, 11, 12, 19, 20, 27, 28):
            yield ip(1, icmp(typ, 4, bytes.fromhex("0a0000fe"), quoted)[:length])
    inner = [ip(6, tcp(0x02, mss), frag=0x4000, options=record), ip(6, tcp(0x02)[:8]), ip(17, udp()[:4]), ip(1, icmp(8, 0)),
             ip(1, icmp(3, 1, data=quoted)), ip(50, bytes.fromhex("0000100100000001")), ip(47, b"gre."), ip(17, b"f" * 8, frag=100),
             ip(6, b"")[:19], ip(6, tcp(0x02), options=record)[:24]]
    for each in inner:
        yield ip(1, icmp(3, 3, data=each))
        yield ip(1, icmp(11, 0, data=each))
    yield ip(1, b"q" * 16, frag=7)
    yield ip(51, bytes.fromhex("06040000000010020000000311223344"))
    yield ip(51, bytes.fromhex("06040000000010"))
    yield ip(51, bytes.fromhex("060400000000100200000003"), frag=9)
    yield ip(50, bytes.fromhex("deadbeef00000001"))
    yield ip(50, bytes.fromhex("deadbeef000000"))
    yield ip(50, bytes.fromhex("deadbeef00000001"), frag=9)
    for proto in (0, 2, 4, 41, 47, 58, 89, 132, 253, 255):
        yield ip(proto, b"payload.")
    yield ip(6, tcp(0x02), source="255.255.255.255", destination="224.0.0.1")


def run(*words, **more):
    return subprocess.run(words, check=True, capture_output=True, text=True, **more).stdout


def skip(reason):
    print(reason, file=sys.stderr)
    sys.exit(77)


def frame(packet):
    return MAC + PEER + b"\x08\x00" + packet


class Kernel:
    """The kernel's log, from now on."""

    def __init__(self):
        self.file = os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK)
        os.lseek(self.file, 0, os.SEEK_END)

    def lines(self, mark):
        """What has come that contains `mark`, up to a line that ends a packet's; messages of other programs are passed over."""
        found = []
        until = time.monotonic() + 0.5
        while time.monotonic() < until:
            try:
                text = os.read(self.file, 8192).decode("latin-1")
            except BlockingIOError:
                time.sleep(0.002)
                continue
            except BrokenPipeError:
                raise SystemExit("the kernel's log ran over")
            line = text.split(";", 1)[1].split("\n", 1)[0]
            if mark + "end" in line:
                return found
            if mark in line:
                found.append(line)
        return found


def inside(*words, **more):
    return run("ip", "netns", "exec", NS, *words, **more)


def main():
    if os.getuid():
        skip("making a network namespace takes root")
    if not os.path.exists(SWITCH):
        skip("the kernel has no net.netfilter.nf_log_all_netns")
    for tool in ("ip", "iptables-legacy"):
        if not any(os.access(os.path.join(path, tool), os.X_OK) for path in (os.environ["PATH"] + ":/usr/sbin:/sbin").split(":")):
            skip("there is no %s on this machine" % tool)
    before = open(SWITCH).read()
    try:
        open(SWITCH, "w").write("1")
        kernel = Kernel()
        run("ip", "netns", "add", NS)
        work(kernel)
    except OSError as refused:
        skip("the kernel's log is not to be had: %s" % refused)
    except subprocess.CalledProcessError as failed:
        skip("%s: %s" % (" ".join(failed.cmd), failed.stderr.strip()))
    finally:
        try:
            open(SWITCH, "w").write(before)
        except OSError:
            pass
        subprocess.run(["ip", "netns", "del", NS], capture_output=True)


def work(kernel):
    inside("ip", "link", "add", "eth0", "address", MAC.hex(":"), "type", "veth", "peer", "name", "far", "address", PEER.hex(":"))
    for name in ("lo", "eth0", "far"):
        inside("sysctl", "-qw", "net.ipv6.conf.%s.disable_ipv6=1" % name)
        inside("ip", "link", "set", name, "up")
    inside("ip", "addr", "add", "10.0.0.1/24", "dev", "eth0")
    inside("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.eth0.rp_filter=0")
    inside("ip", "neigh", "replace", "10.0.0.2", "lladdr", PEER.hex(":"), "dev", "eth0")
    # a socket belongs to the namespace in which it was made
    libc = ctypes.CDLL(None)
    here = os.open("/proc/self/ns/net", os.O_RDONLY)
    libc.setns(os.open("/run/netns/" + NS, os.O_RDONLY), 0)
    sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    sender.bind(("far", 0))
    libc.setns(here, 0)

    mark = "weft%d-" % (os.getpid() % 10000)
    rules = ["*raw"]
    for number, (asked, options) in enumerate(OPTIONS):
        rules.append("-A PREROUTING -i eth0 %s -j LOG --log-prefix %s%d: %s" % (asked, mark, number, options))
    rules += ["COMMIT", "*mangle", "-A PREROUTING -p udp -j MARK --set-mark 0xfe01",
              "-A PREROUTING -p udp -j LOG --log-prefix %s%d:" % (mark, len(OPTIONS)),
              "-A PREROUTING -i eth0 -j LOG --log-prefix %send" % mark, "-A PREROUTING -j DROP", "COMMIT"]
    inside("iptables-legacy-restore", input="\n".join(rules) + "\n")
    for packet in packets():
        sender.send(frame(packet))
        for line in kernel.lines(mark):
            number, said = line.split(mark, 1)[1].split(":", 1)
            options = OPTIONS[int(number)][1] if int(number) < len(OPTIONS) else "mark"
            print("LOG\t%s\t%s\t%s" % (options or "-", frame(packet).hex(), said))

    inside("iptables-legacy-restore", input=open(TRACED).read())
    number = 0
    traced = [(1, icmp(8, 0, data=b"x" * 16), 64, "10.0.0.2"), (1, icmp(8, 0), 64, "10.0.0.2"), (1, icmp(0, 0), 64, "10.0.0.2"),
              (1, icmp(0, 0), 64, "10.0.0.9"), (1, icmp(8, 0), 64, "9.9.9.9"), (6, tcp(2, bytes.fromhex("020405b4")), 64, "10.0.0.2")]
    for proto, payload, ttl, source in traced:
        number += 1
        packet = ip(proto, payload, options=b"\1\1\1\0", ttl=ttl, source=source, ident=number + 60000)
        sender.send(frame(packet))
        for line in kernel.lines(" ID=%d " % (number + 60000)):
            print("TRACE\t%d\t%s\t%s" % (number, frame(packet).hex(), line))


if __name__ == "__main__":
    main()
