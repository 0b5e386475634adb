#!/usr/bin/env python3
"""Random rule sets and packet sequences through the kernel and through the stack, side by side.

  fuzz.py [--router SPEC] [--seeds N] [--first SEED] [--packets N] [--rules N] [--tables T,...] [--keep DIR] [--show]

Each seed makes one case: rules in all tables (or those of --tables), then packets, answers and ICMP errors about earlier ones. The kernel
(iptables-legacy) and SPEC (see oracle.py, default cmd:./weft oracle) get the same; every frame that comes out, every counter and the
connections must be equal. A seed that differs is tried again with more patience, then shrunk to a small case, printed and kept in DIR as
one that oracle.py takes. Ends with 1 when a seed differs. Needs root; everything happens in namespaces that are removed at the end.
"""
import argparse
import json
import os
import random
import re
import shutil
import signal
import struct
import sys
import time

import oracle
import pkt

HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = {
    "raw": ["PREROUTING", "OUTPUT"],
    "mangle": ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"],
    "nat": ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"],
    "filter": ["INPUT", "FORWARD", "OUTPUT"],
    "security": ["INPUT", "FORWARD", "OUTPUT"],
}
# where the hosts are, seen from the router
HOSTS = {"eth0": ["192.168.1.2", "192.168.1.3", "192.168.1.4"], "eth1": ["203.0.113.2", "203.0.113.3", "8.8.8.8", "8.0.0.9"],
         "eth2": ["10.9.0.2", "10.9.0.3", "172.16.5.5"]}
OWN = ["192.168.1.1", "203.0.113.1", "203.0.113.10", "10.9.0.1"]
ADDRESSES = sum(HOSTS.values(), []) + OWN
PORTS = [7, 22, 53, 80, 443, 600, 1024, 5000, 40000, 65535]
QUIET_MS, PATIENT_MS = 4, 40


# ---- rules ----------------------------------------------------------------------------------------------------
class Rules:
    """Writes rules that iptables-legacy takes; what it refuses all the same ends the seed."""

    def __init__(self, rnd, tables, count):
        self.rnd, self.tables, self.count = rnd, tables, count
        self.names = 0

    def text(self):
        return "".join(self.table(t) for t in self.tables if self.rnd.random() < 0.75)

    def table(self, table):
        r = self.rnd
        user = ["%s%d" % (table[0], i) for i in range(r.randrange(4))]
        out = ["*" + table]
        for c in TABLES[table]:
            policy = "DROP" if table not in ("nat",) and r.random() < 0.07 else "ACCEPT"
            out.append(":%s %s [0:0]" % (c, policy))
        out += [":%s - [0:0]" % c for c in user]
        for _ in range(r.randrange(1, self.count + 1)):
            chains = TABLES[table] + user
            chain = r.choice(chains)
            later = user[user.index(chain) + 1:] if chain in user else user
            out.append(self.rule(table, chain, chain in user, later))
        return "\n".join(out + ["COMMIT", ""])

    def rule(self, table, chain, is_user, jumps):
        r = self.rnd
        words, proto = ["-A", chain], None
        if r.random() < 0.3:
            words += self.maybe_not() + ["-s", self.network()]
        if r.random() < 0.3:
            words += self.maybe_not() + ["-d", self.network()]
        if r.random() < 0.15 and chain not in ("OUTPUT", "POSTROUTING"):
            words += self.maybe_not() + ["-i", r.choice(["eth0", "eth1", "eth2", "eth+", "lo", "e+"])]
        if r.random() < 0.15 and chain not in ("PREROUTING", "INPUT"):
            words += self.maybe_not() + ["-o", r.choice(["eth0", "eth1", "eth2", "eth+", "lo"])]
        if r.random() < 0.6:
            proto = r.choice(["tcp", "tcp", "udp", "udp", "icmp", "99"])
            words += ["-p", proto]
        elif r.random() < 0.1:
            words += ["!", "-p", r.choice(["tcp", "udp", "icmp"])]
        if r.random() < 0.05:
            words += self.maybe_not() + ["-f"]
        for match in r.sample(self.matches(proto, chain, is_user), r.choice([0, 0, 1, 1, 2])):
            words += match()
        return " ".join(words + self.target(table, chain, is_user, proto, jumps))

    def maybe_not(self):
        return ["!"] if self.rnd.random() < 0.25 else []

    def network(self):
        r = self.rnd
        a = r.choice(ADDRESSES)
        return r.choice([a, a, a + "/24", a + "/8", a + "/31", a + "/255.0.0.255", "0.0.0.0/1"])

    def ports(self):
        r = self.rnd
        a, b = sorted(r.sample(PORTS, 2))
        return r.choice([str(a), str(a), "%d:%d" % (a, b), "%d:" % b, ":%d" % a])

    def matches(self, proto, chain, is_user):
        r, no = self.rnd, self.maybe_not

        def name():
            self.names += 1
            return "n%d" % self.names

        any_kind = [
            lambda: ["-m", "conntrack"] + no() + ["--ctstate", ",".join(r.sample(["NEW", "ESTABLISHED", "RELATED", "INVALID", "UNTRACKED", "SNAT", "DNAT"], r.choice([1, 2, 3])))],
            lambda: ["-m", "state"] + no() + ["--state", ",".join(r.sample(["NEW", "ESTABLISHED", "RELATED", "INVALID", "UNTRACKED"], r.choice([1, 2])))],
            lambda: ["-m", "conntrack"] + no() + ["--ctstatus", r.choice(["ASSURED", "CONFIRMED", "SEEN_REPLY", "EXPECTED", "NONE"])],
            lambda: ["-m", "conntrack", "--ctdir", r.choice(["ORIGINAL", "REPLY"])],
            lambda: ["-m", "conntrack"] + no() + [r.choice(["--ctorigsrc", "--ctorigdst", "--ctreplsrc", "--ctrepldst"]), self.network().replace("/255.0.0.255", "/16")],
            lambda: ["-m", "conntrack"] + no() + ["--ctproto", r.choice(["tcp", "udp", "icmp"])],
            lambda: ["-m", "conntrack", r.choice(["--ctorigsrcport", "--ctorigdstport", "--ctreplsrcport", "--ctrepldstport"]), r.choice(["53", "80:1024", "5000"])],
            lambda: ["-m", "mark"] + no() + ["--mark", r.choice(["0x1", "0x2", "0x0", "0x1/0x3"])],
            lambda: ["-m", "connmark"] + no() + ["--mark", r.choice(["0x1", "0x2", "0x0", "0x1/0x3"])],
            lambda: ["-m", "limit", "--limit", "1/hour", "--limit-burst", str(r.choice([1, 2, 5]))],
            lambda: ["-m", "hashlimit", "--hashlimit-upto", "1/hour", "--hashlimit-burst", str(r.choice([1, 3])), "--hashlimit-mode", r.choice(["srcip", "dstip", "srcip,dstip"]), "--hashlimit-name", name()],
            lambda: ["-m", "recent"] + no() + [r.choice(["--set", "--rcheck", "--update", "--remove"]), "--name", r.choice(["ra", "rb"]), r.choice(["--rsource", "--rdest"])],
            lambda: ["-m", "statistic", "--mode", "nth"] + no() + ["--every", str(r.choice([2, 3])), "--packet", "1"],
            lambda: ["-m", "quota", "--quota", str(r.choice([60, 200, 1000]))],
            lambda: ["-m", "length"] + no() + ["--length", r.choice(["0:60", "28", "61:200", "100:"])],
            lambda: ["-m", "ttl", r.choice(["--ttl-eq", "--ttl-lt", "--ttl-gt"]), str(r.choice([1, 2, 62, 63, 64]))],
            lambda: ["-m", "tos"] + no() + ["--tos", r.choice(["0x10", "0x00", "0x08/0x1e", "0x01/0x03"])],
            lambda: ["-m", "dscp"] + no() + ["--dscp", r.choice(["0x00", "0x04", "0x2e"])],
            lambda: ["-m", "ecn"] + no() + ["--ecn-ip-ect", str(r.choice([0, 1, 3]))],
            lambda: ["-m", "iprange"] + no() + [r.choice(["--src-range", "--dst-range"]), r.choice(["192.168.1.2-192.168.1.3", "8.0.0.0-10.9.0.2", "10.9.0.1-203.0.113.2"])],
            lambda: ["-m", "addrtype"] + no() + [r.choice(["--src-type", "--dst-type"]), r.choice(["LOCAL", "UNICAST", "BROADCAST", "LOCAL,MULTICAST"])],
            lambda: ["-m", "string"] + no() + ["--string", r.choice(["abc", "GET", "xyz"]), "--algo", r.choice(["bm", "kmp"]), "--to", "200"],
            lambda: ["-m", "u32"] + no() + ["--u32", r.choice(['"0>>22&0x3C@0>>16=53"', '"6&0xFF=17"', '"0&0xFFFF=0:100"', '"8>>24=0:63"'])],
            lambda: ["-m", "connbytes", "--connbytes", r.choice(["2:", "0:3", "100:"]), "--connbytes-mode", r.choice(["packets", "bytes", "avgpkt"]), "--connbytes-dir", r.choice(["original", "reply", "both"])],
            lambda: ["-m", "connlimit", r.choice(["--connlimit-above", "--connlimit-upto"]), str(r.choice([0, 1, 2])), "--connlimit-mask", str(r.choice([0, 24, 32])), r.choice(["--connlimit-saddr", "--connlimit-daddr"])],
            lambda: ["-m", "comment", "--comment", '"c %d"' % r.randrange(9)],
        ]
        if chain in ("PREROUTING", "INPUT", "FORWARD") and not is_user:
            any_kind.append(lambda: ["-m", "mac"] + no() + ["--mac-source", r.choice(["02:00:00:00:01:10", "02:00:00:00:01:11"])])
        if proto == "tcp":
            any_kind += 3 * [
                lambda: ["-m", "tcp"] + no() + [r.choice(["--dport", "--sport"]), self.ports()],
                lambda: ["-m", "tcp"] + no() + ["--syn"],
                lambda: ["-m", "tcp"] + no() + ["--tcp-flags", "SYN,ACK,FIN,RST", r.choice(["SYN", "ACK", "RST", "NONE", "SYN,ACK", "FIN,ACK"])],
                lambda: ["-m", "tcp"] + no() + ["--tcp-option", str(r.choice([2, 3]))],
                lambda: ["-m", "tcpmss"] + no() + ["--mss", r.choice(["1460", "500:1400"])],
                lambda: ["-m", "ecn", r.choice(["--ecn-tcp-cwr", "--ecn-tcp-ece"])]]
        if proto == "udp":
            any_kind += 3 * [lambda: ["-m", "udp"] + no() + [r.choice(["--dport", "--sport"]), self.ports()]]
        if proto in ("tcp", "udp"):
            any_kind += 3 * [lambda: ["-m", "multiport"] + no() + [r.choice(["--dports", "--sports", "--ports"]), ",".join(r.choice([str(p), "%d:%d" % (p - 5, p)]) for p in r.sample(PORTS, 3))]]
        if proto == "icmp":
            any_kind += 5 * [lambda: ["-m", "icmp"] + no() + ["--icmp-type", r.choice(["8", "0", "3", "3/3", "11", "any"])]]
        return any_kind

    def target(self, table, chain, is_user, proto, jumps):
        r = self.rnd
        ports = proto in ("tcp", "udp")
        choices = [[], ["-j", "ACCEPT"], ["-j", "ACCEPT"], ["-j", "RETURN"]]
        if table != "nat":
            choices += [["-j", "DROP"]]
        if jumps:
            choices += 3 * [[r.choice(["-j", "-j", "-g"]), r.choice(jumps)]]
        choices += [["-j", "MARK", r.choice(["--set-mark", "--or-mark", "--xor-mark", "--and-mark"]), r.choice(["0x1", "0x2", "0x3"])],
                    ["-j", "CONNMARK"] + r.choice([["--set-mark", "0x1"], ["--save-mark"], ["--restore-mark"], ["--set-xmark", "0x2/0x3"], ["--save-mark", "--mask", "0x1"]]),
                    ["-j", "NFLOG", "--nflog-group", "3"],
                    ["-j", "NFQUEUE", "--queue-num", "9", "--queue-bypass"]]
        if table == "filter":
            kinds = ["icmp-port-unreachable", "icmp-host-prohibited", "icmp-admin-prohibited", "icmp-net-unreachable"]
            choices += 2 * [["-j", "REJECT", "--reject-with", r.choice(kinds + (2 * ["tcp-reset"] if proto == "tcp" else []))]]
        if table == "mangle":
            choices += [["-j", "TTL", r.choice(["--ttl-set", "--ttl-inc", "--ttl-dec"]), str(r.choice([1, 5, 64]))],
                        ["-j", "TOS", "--set-tos", r.choice(["0x10", "0x08/0x1c", "0x00"])],
                        ["-j", "DSCP", "--set-dscp", r.choice(["0x2e", "0x00"])]]
            if proto == "tcp":
                choices += [["-j", "ECN", "--ecn-tcp-remove"]]
        if table == "mangle" and proto == "tcp" and not is_user:
            mss = [["-j", "TCPMSS", "--set-mss", str(r.choice([500, 1300]))]]
            if chain in ("FORWARD", "OUTPUT", "POSTROUTING"):
                mss += [["-j", "TCPMSS", "--clamp-mss-to-pmtu"]]
            m = r.choice(mss)
            choices += [["-m", "tcp", "--tcp-flags", "SYN,RST", "SYN"] + m]
        if table == "raw":
            choices += 2 * [["-j", "CT", "--notrack"]]
        if table == "nat" and not is_user:
            port = ":%d" % r.choice([6000, 8000]) if ports else ""
            extra = r.choice([[], [], ["--persistent"]])
            if chain in ("PREROUTING", "OUTPUT"):
                choices = choices[:3] + 4 * [["-j", "DNAT", "--to-destination", r.choice(["10.9.0.2", "192.168.1.3", "203.0.113.2", "203.0.113.1"]) + port] + extra,
                                             ["-j", "REDIRECT"] + (["--to-ports", "7"] if ports else []),
                                             ["-j", "NETMAP", "--to", r.choice(["10.9.0.0/30", "192.168.1.0/29"])]]
            else:
                choices = choices[:3] + 4 * [["-j", "SNAT", "--to-source", r.choice(["203.0.113.10", "10.9.0.1", "192.168.1.1"]) + port] + extra]
                if chain == "POSTROUTING":
                    choices += 4 * [["-j", "MASQUERADE"], ["-j", "NETMAP", "--to", "203.0.113.8/30"]]
        return r.choice(choices)


# ---- packets --------------------------------------------------------------------------------------------------
def address(text):
    return bytes(int(x) for x in text.split("."))


def interface_of(host):
    return next((i for i, hosts in HOSTS.items() if host in hosts), None)


class Packets:
    """Writes packets of few flows, so that they meet again in conntrack, NAT and the limits."""

    def __init__(self, rnd, topology):
        self.rnd, self.topology = rnd, topology
        self.flows = [self.flow() for _ in range(rnd.randrange(2, 7))]
        self.ident = 0

    def flow(self):
        r = self.rnd
        src = r.choice(sum(HOSTS.values(), []))
        here = interface_of(src)
        dst = r.choice([a for a in ADDRESSES if interface_of(a) != here])
        return src, dst, r.choice([6, 6, 17, 17, 1, 99]), r.choice(PORTS), r.choice(PORTS)

    def sequence(self, count):
        out = []
        for n in range(count):
            r, p = self.rnd, {"id": "p%d" % n}
            before = [x for x in out if x["dst"]]
            src, dst, proto, sport, dport = r.choice(self.flows)
            if r.random() < 0.15:
                src, dst, proto, sport, dport = self.flow()
            p["in"] = interface_of(src)
            p["dst"] = interface_of(dst)
            p["hex"] = self.frame(p["in"], src, dst, proto, sport, dport).hex()
            if before and r.random() < 0.35:
                cause = r.choice(before)
                self.ident += 1
                if r.random() < 0.8:
                    flags = r.choice(["SA", "A", "A", "FA", "RA", "PA"])
                    p["reply_of"] = {"id": cause["id"], "ident": self.ident, "flags": flags, "data": r.choice(["", "", "abc"])}
                else:
                    typ, code = r.choice([(3, 1), (3, 3), (3, 4), (11, 0), (5, 1), (12, 0), (4, 0)])
                    p["icmp_of"] = {"id": cause["id"], "ident": self.ident, "typ": typ, "code": code, "src": r.choice(HOSTS[cause["dst"]])}
                p["in"], p["dst"] = cause["dst"], None
            out.append(p)
        for p in out:
            del p["dst"]
        return out

    def frame(self, interface, src, dst, proto, sport, dport):
        r = self.rnd
        self.ident += 1
        data = r.choice([b"", b"", b"abc", b"GET / xyz", bytes(r.randrange(60, 160))])
        if proto == 6:
            flags = pkt.s2flags(r.choice(["S", "S", "S", "A", "A", "PA", "FA", "R", "RA", "SA", "-", "SF", "FPU", "SEC"]))
            options = r.choice([b"", b"\x02\x04\x05\xb4", b"\x02\x04\x02\x18\x01\x03\x03\x07", b"\x04\x02\x01\x01"])
            base = 1000 if r.random() < 0.8 else 2_000_000_000
            body = struct.pack("!HHIIBBHHH", sport, dport, base + r.randrange(3), r.choice([0, 1000000001]), (20 + len(options)) // 4 << 4, flags, 8192, 0, 0)
            body += options + (data if flags & 16 else b"")
        elif proto == 17:
            body = struct.pack("!HHHH", sport, dport, 8 + len(data), 0) + data
        elif proto == 1:
            body = struct.pack("!BBHHH", r.choice([8, 8, 8, 13, 0, 17, 42]), 0, 0, sport, 1) + (data if r.random() < 0.5 else bytes(12))
        else:
            body = struct.pack("!HH", 0, 0x800) + data
        tos = r.choice([0, 0, 0x10, 0xb8, 1, 3])
        ttl = r.choice([64, 64, 64, 63, 2, 1])
        ip = struct.pack("!BBHHHBBH", 0x45, tos, 0, self.ident, 0x4000 if r.random() < 0.5 else 0, ttl, proto, 0) + address(src) + address(dst)
        packet = bytearray(pkt.fix(ip + body))
        odd = r.random()
        if odd < 0.03 and len(packet) > 26:
            packet[-1] ^= 0x55  # a wrong transport checksum
        elif odd < 0.06:
            packet[6:8] = struct.pack("!H", r.choice([0x2000, 0x0003]))  # a fragment that stays alone
            packet[10:12] = b"\0\0"
            packet[10:12] = struct.pack("!H", pkt.csum(bytes(packet[:20])))
        elif odd < 0.09:
            packet = bytearray(pkt.fix(bytes(packet[:20 + r.randrange(0, 9)])))  # cut short
        c = self.topology["interfaces"][interface]
        return pkt.s2mac(c["mac"]) + pkt.s2mac(c["peer_mac"]) + b"\x08\x00" + bytes(packet)


def make(seed, options):
    rnd = random.Random(seed)
    with open(os.path.join(HERE, "topology.json")) as f:
        topology = json.load(f)
    topology["services"] = {"udp_echo": [7], "tcp_listen": []}
    if rnd.random() < 0.3:
        topology["ip_rules"] = ["fwmark 0x1 lookup 100 pref 100"]
        topology["routes"].append({"type": "unicast", "dst": "default", "via": "10.9.0.3", "dev": "eth2", "table": 100})
    rules = Rules(rnd, options.tables, options.rules).text()
    packets = Packets(rnd, topology).sequence(options.packets)
    return {"name": "seed-%d" % seed, "dir": "", "topology": topology, "rules": rules, "packets": packets, "meta": {}}


# ---- comparing ------------------------------------------------------------------------------------------------
class Refused(Exception):
    """The kernel does not take the rules."""


def play(router, case, wait_ms):
    records = []
    try:
        oracle.run_case(router, case, wait_ms / 1000, records.append)
    except SystemExit as e:
        raise Refused(str(e))
    return records


def connection(line, fixed):
    """A line of conntrack -L with what NAT may choose freely replaced by the class of its choice."""
    ports = [int(x) for x in re.findall(r"[sd]port=(\d+)", line)]
    if len(ports) == 4:
        line = re.sub(r"(.*)dport=\d+", r"\1dport=%s" % oracle.chosen(ports[3], ports[0], fixed), line)
    return re.sub(r" use=\d+| secctx=\S+", "", line)


def differences(case, a, b):
    """Where two recordings of one case differ, a line each."""
    out, fixed = [], oracle.fixed_ports(case["rules"])
    for x, y in zip(a, b):
        if "final" in x:
            for u, v in zip(x["final"]["save"].splitlines(), y["final"].get("save", "").splitlines()):
                if u != v:
                    out.append("counters: %s / %s" % (u, v))
            if shutil.which("conntrack") and y["final"].get("conntrack"):
                u, v = (sorted(connection(c, fixed) for c in z["final"]["conntrack"]) for z in (x, y))
                out += ["connection only in the kernel: " + c for c in u if c not in v] + ["connection only here: " + c for c in v if c not in u]
            continue
        fa, fb = oracle.both(x, y, fixed)
        if fa != fb:
            out.append("%s in %s %s" % (x["id"], x["in"], pkt.brief(pkt.decode(bytes.fromhex(x["hex"])))))
            if [i for i, _ in fa] != [i for i, _ in fb]:
                out.append("    out on %s / %s" % ([i for i, _ in fa] or "none", [i for i, _ in fb] or "none"))
            else:
                for (i, da), (_, db) in zip(fa, fb):
                    da, db = dict(oracle.flat(da)), dict(oracle.flat(db))
                    out += ["    %s %s: %s / %s" % (i, k, da.get(k), db.get(k)) for k in sorted(set(da) | set(db)) if da.get(k) != db.get(k)]
    return out


def judge(case, kernel, stack, wait_ms):
    return differences(case, play(kernel, case, wait_ms), play(stack, case, wait_ms))


def shrunk(case, differs):
    """A part of the case that still differs, with as few packets and rules as halving and leaving out one by one find."""
    packets = fewer(case["packets"], lambda some: differs(dict(case, packets=some)))
    case = dict(case, packets=packets)
    lines = case["rules"].splitlines()
    kept = fewer([l for l in lines if l.startswith("-A")], lambda some: differs(dict(case, rules=without(lines, some))))
    return dict(case, rules=without(lines, kept))


def without(lines, kept):
    """The rule text with those rules alone: a rule written twice stays as often as it is kept."""
    left, out = list(kept), []
    for line in lines:
        if line.startswith("-A"):
            if line not in left:
                continue
            left.remove(line)
        out.append(line)
    return "\n".join(out) + "\n"


def fewer(items, differs):
    size = max(1, len(items) // 2)
    while True:
        at = 0
        while at < len(items):
            rest = items[:at] + items[at + size:]
            if differs(rest):
                items = rest
            else:
                at += size
        if size == 1:
            return items
        size //= 2


def keep(case, folder):
    to = os.path.join(folder, case["name"])
    os.makedirs(to, exist_ok=True)
    meta = {k: case["topology"][k] for k in ("ip_rules",) if case["topology"][k]}
    if meta:
        meta["routes"] = [r for r in case["topology"]["routes"] if "table" in r]
    for name, text in (("case.json", json.dumps(meta) + "\n"), ("rules.v4", case["rules"]),
                       ("packets.jsonl", "".join(json.dumps(p) + "\n" for p in case["packets"]))):
        with open(os.path.join(to, name), "w") as f:
            f.write(text)
    return to


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--router", default="cmd:%s oracle" % os.path.join(os.path.dirname(HERE), "weft"))
    ap.add_argument("--seeds", type=int, default=20)
    ap.add_argument("--first", type=int, default=1)
    ap.add_argument("--packets", type=int, default=40)
    ap.add_argument("--rules", type=int, default=12, help="at most so many in a table")
    ap.add_argument("--tables", type=lambda x: x.split(","), default=list(TABLES))
    ap.add_argument("--keep", default="fuzz-failures", metavar="DIR")
    ap.add_argument("--show", action="store_true", help="print the rules of each seed")
    options = ap.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    kernel, stack = oracle.Kernel("legacy"), oracle.router(options.router)
    failed, refused, packets, began = [], 0, 0, time.time()
    for seed in range(options.first, options.first + options.seeds):
        case = make(seed, options)
        if options.show:
            print("== seed %d\n%s" % (seed, case["rules"]))

        def differs(some):
            try:
                return bool(judge(some, kernel, stack, PATIENT_MS))
            except Refused:
                return False

        try:
            found = judge(case, kernel, stack, QUIET_MS) and judge(case, kernel, stack, PATIENT_MS)
        except Refused as e:
            refused += 1
            print("seed %d: refused: %s" % (seed, e))
            continue
        packets += options.packets
        if not found:
            continue
        small = shrunk(case, differs)
        failed.append(seed)
        print("seed %d differs (kernel / stack), kept in %s:" % (seed, keep(small, options.keep)))
        print("    " + "\n    ".join(l for l in small["rules"].splitlines() if l.startswith(("*", "-A", ":")) and not l.endswith("ACCEPT [0:0]")))
        print("    " + "\n    ".join(judge(small, kernel, stack, PATIENT_MS) or ["equal when played alone"]), flush=True)
    print("%d seeds, %d packets, %d rule sets refused, %d differ, %.0f s" % (options.seeds, packets, refused, len(failed), time.time() - began))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
