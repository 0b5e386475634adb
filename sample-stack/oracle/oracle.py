#!/usr/bin/env python3
"""Kernel oracle for an IPv4 router with iptables rules.

  oracle.py run [--router SPEC] [--wait MS] [--only GLOB] [--rules FILE ...] -o OUT.jsonl [CASE_DIR ...]
                --rules: the packets of the case (default: 01-open) through each of these iptables-save files instead
  oracle.py compare A.jsonl B.jsonl [-v] [--final] [--ignore FIELD,...] [--known FILE]
                --known: packets that may differ, a line each: CASE ID REASON; one that is equal all the same fails, so the list stays true
  oracle.py show OUT.jsonl [--only GLOB]
  oracle.py serve --router SPEC            the cmd: protocol over stdin/stdout, for any SPEC (self test)

SPEC is the router under test:
  nft, legacy   the Linux kernel in a network namespace, rules loaded with iptables-nft-restore / iptables-legacy-restore
  ns:COMMAND    a user-space stack: COMMAND runs inside the router namespace, where eth0..eth2 exist without addresses
                (CASE_DIR and TOPOLOGY in its environment); it must print a line "ready" on stdout
  cmd:COMMAND   a stack with an in-memory driver: JSON lines over COMMAND's stdin/stdout, no namespace used
                -> {"op":"case","name":..,"rules":"iptables-restore text","topology":{..}}      <- {"ok":true}
                -> {"op":"packet","in":"eth0","hex":"..","wait_ms":50}                          <- {"out":[["eth1","hex"],..]}
                -> {"op":"final"}                                                               <- {"save":"..","conntrack":[..]}
Needs root for nft, legacy and ns:. All traffic stays inside namespaces named h3o<pid>-*, removed at exit.
"""
import argparse
import ctypes
import errno
import fnmatch
import glob
import json
import os
import re
import select
import shlex
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

import pkt

HERE = os.path.dirname(os.path.abspath(__file__))
libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
SETTLE_S = 0.03  # after the last frame that was expected
FINAL_S = 5
SIDES = {"eth0": "c", "eth1": "s", "eth2": "s"}  # which end namespace the far end of each router interface lives in


# ---- cases ----------------------------------------------------------------------------------------------------
def load_case(d):
    with open(os.path.join(HERE, "topology.json")) as f:
        topo = json.load(f)
    meta = {}
    p = os.path.join(d, "case.json")
    if os.path.exists(p):
        with open(p) as f:
            meta = json.load(f)
    for k, v in meta.get("interfaces", {}).items():
        topo["interfaces"][k].update(v)
    topo["routes"] = topo["routes"] + meta.get("routes", [])
    topo["ip_rules"] = topo["ip_rules"] + meta.get("ip_rules", [])
    topo["sysctl"].update(meta.get("sysctl", {}))
    with open(os.path.join(d, "rules.v4")) as f:
        rules = f.read()
    with open(os.path.join(d, "packets.jsonl")) as f:
        packets = [json.loads(x) for x in f if x.strip()]
    return {"name": os.path.basename(d.rstrip("/")), "dir": os.path.abspath(d), "topology": topo, "rules": rules,
            "packets": packets, "meta": meta}


# ---- namespaces -----------------------------------------------------------------------------------------------
def sh(cmd, **kw):
    return subprocess.run(cmd, check=True, capture_output=True, text=True, **kw).stdout


class InNs:
    """with InNs(name): the calling thread is inside that network namespace."""

    def __init__(self, ns):
        self.ns = ns

    def __enter__(self):
        self.old = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        fd = os.open("/run/netns/" + self.ns, os.O_RDONLY)
        if libc.setns(fd, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
        os.close(fd)

    def __exit__(self, *a):
        libc.setns(self.old, CLONE_NEWNET)
        os.close(self.old)


class Net:
    """Three namespaces: <p>c (client: far end of eth0), <p>r (router), <p>s (server: far ends of eth1 and eth2)."""

    def __init__(self, topo, addressed):
        self.p = "h3o%d-" % os.getpid()
        self.topo, self.socks, self.srv = topo, {}, {}
        try:
            self.up(addressed)
        except BaseException:
            self.down()
            raise

    def up(self, addressed):
        t, p = self.topo, self.p
        self.down()
        for n in "crs":
            sh(["ip", "netns", "add", p + n])
            with InNs(p + n):
                for x in ("all", "default"):
                    q = "/proc/sys/net/ipv6/conf/%s/disable_ipv6" % x
                    if os.path.exists(q):
                        open(q, "w").write("1")
        with InNs(p + "r"):
            for k, v in (t["sysctl"] if addressed else {}).items():
                if os.path.exists("/proc/sys/" + k):
                    with open("/proc/sys/" + k, "w") as f:
                        f.write(str(v))
        b = ["link set lo up"]
        far = {"c": [], "s": []}
        for i, c in t["interfaces"].items():
            b.append("link add %s address %s type veth peer name x%s address %s netns %s" % (i, c["mac"], i, c["peer_mac"], p + SIDES[i]))
            far[SIDES[i]] += ["link set x%s mtu 9000 arp off up" % i]
            b.append("link set %s mtu %d up" % (i, c["mtu"]))
            if addressed:
                for a in c["addr"]:
                    b.append("addr add %s broadcast + dev %s" % (a, i))
                for n in c["neigh"]:
                    b.append("neigh add %s lladdr %s dev %s nud permanent" % (n, c["peer_mac"], i))
            else:
                b.append("link set %s arp off" % i)
        if addressed:
            for r in t["routes"]:
                b.append("route add %s %s%s%s%s" % (r["type"], r["dst"], " via " + r["via"] if "via" in r else "",
                                                    " dev " + r["dev"] if "dev" in r else "", " table %s" % r["table"] if "table" in r else ""))
            for r in t["ip_rules"]:
                b.append("rule add " + r)
        sh(["ip", "-n", p + "r", "-batch", "-"], input="\n".join(b) + "\n")
        for n in far:
            sh(["ip", "-n", p + n, "-batch", "-"], input="\n".join(far[n]) + "\n")
        off = "tx off rx off tso off gso off gro off sg off txvlan off rxvlan off".split()
        for i in t["interfaces"]:  # software checksums everywhere, no segmentation offload: frames are what is on the wire
            for ns, dev in ((p + "r", i), (p + SIDES[i], "x" + i)):
                subprocess.run(["ip", "netns", "exec", ns, "ethtool", "-K", dev] + off, capture_output=True)
        for i in t["interfaces"]:
            with InNs(p + SIDES[i]):
                s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
                s.bind(("x" + i, 3))
                s.setblocking(False)
                self.socks[s] = i
        if addressed:
            with InNs(p + "r"):
                for port in t["services"].get("udp_echo", []):
                    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    s.bind(("0.0.0.0", port))
                    s.setblocking(False)
                    self.srv[s] = "udp"
                for port in t["services"].get("tcp_listen", []):
                    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                    s.bind(("0.0.0.0", port))
                    s.listen(64)
                    s.setblocking(False)
                    self.srv[s] = "tcp"

    def inject(self, iface, frame):
        for s, i in self.socks.items():
            if i == iface:
                try:
                    s.send(frame)
                except OSError as e:
                    if e.errno not in (errno.ENOBUFS, errno.EMSGSIZE):  # longer than the MTU: the link drops it
                        raise

    def collect(self, wait, expected=None):
        """What comes out within `wait` seconds; expected: as many frames, after which SETTLE_S shows whether there are more."""
        out, end = [], time.monotonic() + wait
        while True:
            if expected is not None and len(out) >= expected:
                end, expected = min(end, time.monotonic() + SETTLE_S), None
            left = end - time.monotonic()
            if left <= 0:
                return out
            for s in select.select(list(self.socks) + list(self.srv), [], [], left)[0]:
                if s in self.srv:
                    if self.srv[s] == "udp":
                        data, a = s.recvfrom(65536)
                        try:
                            s.sendto(data[::-1], a)
                        except OSError:
                            pass
                    else:
                        s.accept()[0].close()
                else:
                    data, (_, _, pkttype, _, _) = s.recvfrom(65536)
                    if pkttype != socket.PACKET_OUTGOING:
                        out.append((self.socks[s], data))

    def down(self):
        for s in list(self.socks) + list(self.srv):
            s.close()
        self.socks, self.srv = {}, {}
        for n in "crs":
            if os.path.exists("/run/netns/" + self.p + n):
                subprocess.run(["ip", "netns", "del", self.p + n], capture_output=True)


# ---- routers --------------------------------------------------------------------------------------------------
class Kernel:
    def __init__(self, backend):
        self.backend, self.net = backend, None

    def start(self, case):
        self.net = Net(case["topology"], True)
        self.exec(["iptables-%s-restore" % self.backend], input=case["rules"])

    def exec(self, cmd, **kw):
        with InNs(self.net.p + "r"):
            r = subprocess.run(cmd, capture_output=True, text=True, **kw)
        if r.returncode:
            raise SystemExit("%s: %s" % (" ".join(cmd), r.stderr))
        return r.stdout

    def packet(self, iface, frame, wait, expected=None):
        self.net.inject(iface, frame)
        return self.net.collect(wait, expected)

    def final(self):
        save = self.exec(["iptables-%s-save" % self.backend, "-c"])
        tables = re.findall(r"^\*.*?^COMMIT\n", save, re.S | re.M)
        try:
            ct = self.exec(["conntrack", "-L"]).splitlines()
        except (SystemExit, FileNotFoundError):
            ct = []
        return {"save": "".join(sorted(tables)), "conntrack": sorted(re.sub(r"^(\S+ +\d+) \d+ ", r"\1 ", x) for x in ct)}

    def stop(self):
        if self.net:
            self.net.down()


class UserNs(Kernel):
    def __init__(self, command):
        self.command, self.net = command, None

    def start(self, case):
        self.net = Net(case["topology"], False)
        tf = os.path.join(tempfile.gettempdir(), self.net.p + "topology.json")
        with open(tf, "w") as f:
            json.dump(case["topology"], f)
        env = dict(os.environ, CASE_DIR=case["dir"], TOPOLOGY=tf)
        with InNs(self.net.p + "r"):
            self.proc = subprocess.Popen(shlex.split(self.command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, text=True)
        for line in self.proc.stdout:
            if line.strip() == "ready":
                return
        raise SystemExit("the router command ended before it was ready")

    def final(self):
        self.proc.stdin.write('{"op": "final"}\n')
        self.proc.stdin.flush()
        answers = select.select([self.proc.stdout], [], [], FINAL_S)[0]  # a router without tables says nothing
        return json.loads(self.proc.stdout.readline()) if answers else {}

    def stop(self):
        if self.net:
            if hasattr(self, "proc"):
                self.proc.terminate()
                self.proc.wait()
            self.net.down()


class Command:
    def __init__(self, command):
        self.proc = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **m):
        self.proc.stdin.write(json.dumps(m) + "\n")
        self.proc.stdin.flush()
        line = self.proc.stdout.readline()
        if not line:
            raise SystemExit("the router command ended")
        return json.loads(line)

    def start(self, case):
        self.ask(op="case", name=case["name"], rules=case["rules"], topology=case["topology"])

    def packet(self, iface, frame, wait, expected=None):
        r = self.ask(op="packet", hex=frame.hex(), wait_ms=wait * 1000, **{"in": iface})
        return [(i, bytes.fromhex(h)) for i, h in r["out"]]

    def final(self):
        return self.ask(op="final")

    def stop(self):
        pass


def router(spec):
    if spec in ("nft", "legacy"):
        return Kernel(spec)
    kind, _, rest = spec.partition(":")
    return {"ns": UserNs, "cmd": Command}[kind](rest)


# ---- run ------------------------------------------------------------------------------------------------------
def frame_for(p, outs):
    """The frame to send for a packet entry: its own hex, or one derived from an earlier packet's output."""
    for kind in ("reply_of", "icmp_of"):
        if kind not in p:
            continue
        o = p[kind]
        for i, h in outs.get(o["id"], []):
            if i == p["in"] and h[24:28] == "0800":
                a = {k: v for k, v in o.items() if k not in ("id", "data")}
                if "data" in o:
                    a["data"] = o["data"].encode()
                try:
                    return getattr(pkt, "reply_of" if kind == "reply_of" else "icmp_error_of")(bytes.fromhex(h), **a)
                except struct.error:  # what came out is cut too short to be answered
                    break
    return bytes.fromhex(p["hex"])


def run_case(r, case, wait, emit, recorded=None):
    """recorded: the case in a recording, whose number of frames ends the wait for a packet's answers early. A frame too many that comes
    later than that is taken for the next packet's, and is seen there."""
    outs, expected = {}, {x["id"]: len(x["out"]) for x in recorded or [] if "seq" in x}
    r.start(case)
    try:
        for n, p in enumerate(case["packets"]):
            if p.get("sleep_ms"):
                time.sleep(p["sleep_ms"] / 1000)
            f = frame_for(p, outs)
            own, sent = p.get("wait_ms", 0) / 1000, time.monotonic()
            out = [[i, h.hex()] for i, h in r.packet(p["in"], f, max(wait, own), expected.get(p["id"]))]
            if p["id"] in expected:
                time.sleep(max(0, sent + own - time.monotonic()))
            out.sort(key=lambda x: x[0])  # order within one interface is kept
            outs[p["id"]] = out
            emit({"case": case["name"], "seq": n, "id": p["id"], "note": p.get("note", ""), "in": p["in"], "hex": f.hex(), "out": out})
        emit({"case": case["name"], "final": r.final()})
    finally:
        r.stop()


def cmd_run(a):
    dirs = a.cases or sorted(glob.glob(os.path.join(HERE, "cases", "*")))
    dirs = [d for d in dirs if fnmatch.fnmatch(os.path.basename(d.rstrip("/")), a.only)]
    if a.rules:
        base = load_case(a.cases[0] if a.cases else os.path.join(HERE, "cases", "01-open"))
        cases = [dict(base, name=n, rules=open(n).read()) for n in a.rules]
    else:
        cases = map(load_case, dirs)
    r = router(a.router)
    recorded = load(a.expect) if a.expect else {}
    total, t0, count = 0, time.time(), 0
    with open(a.o, "w") if a.o != "-" else sys.stdout as f:
        def emit(x):
            f.write(json.dumps(x) + "\n")
        for case in cases:
            t, count = time.time(), count + 1
            run_case(r, case, a.wait / 1000, emit, recorded.get(case["name"]))
            total += len(case["packets"])
            print("%-24s %3d packets %.1f s" % (case["name"], len(case["packets"]), time.time() - t), file=sys.stderr)
    print("%d cases, %d packets, %.1f s" % (count, total, time.time() - t0), file=sys.stderr)


def cmd_serve(a):
    r = router(a.router)
    up = False
    try:
        for line in sys.stdin:
            m = json.loads(line)
            if m["op"] == "case":
                if up:
                    r.stop()
                r.start(dict(m, dir="", packets=[]))
                up, ans = True, {"ok": True}
            elif m["op"] == "packet":
                ans = {"out": [[i, h.hex()] for i, h in r.packet(m["in"], bytes.fromhex(m["hex"]), m["wait_ms"] / 1000)]}
            else:
                ans = r.final()
            print(json.dumps(ans), flush=True)
    finally:
        r.stop()


# ---- compare --------------------------------------------------------------------------------------------------
def fixed_ports(rules):
    """The ports to which rules translate without a choice: those that stand alone, and ranges of one."""
    ports = re.findall(r"--to-(?:ports|source|destination) (?:[\d.-]*:)?(\d+)(?:-(\d+))?(?=\s|$)", rules)
    return {int(first) for first, last in ports if last in ("", first)}


def rules_of(name):
    file = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases", name, "rules.v4")
    return open(file).read() if os.path.exists(file) else ""


def chosen(new, old, fixed):
    """Symbol for a port or echo id that NAT picked by itself: Linux keeps to the range the original was in."""
    if new == old or new in fixed:
        return new
    return "nat<512" if new < 512 else "nat<1024" if new < 1024 else "nat"


def without_times(options):
    """IP options in hex, the times in a timestamp option (RFC 791) that were filled in written as **."""
    octets = [options[i:i + 2] for i in range(0, len(options), 2)]
    at = 0
    while at < len(octets) and octets[at] != "00":
        size = 1 if octets[at] == "01" else int(octets[at + 1], 16) if at + 1 < len(octets) else 0
        if size == 0:
            break
        if octets[at] == "44" and size > 3:
            flags = int(octets[at + 3], 16) & 15
            filled = min(at + int(octets[at + 2], 16) - 1, at + size)
            for time in range(at + (4 if flags == 0 else 8), filled, 4 if flags == 0 else 8):
                octets[time:time + 4] = ["**"] * 4
        at += size
    return "".join(octets)


def canon(fr, src, fixed):
    """Fields of an output frame with what a router may choose freely replaced by symbols; fixed: see fixed_ports.

    - IP id: "in" when equal to the input packet's, else "own" (a locally generated packet)
    - SYN+ACK of the router itself: seq, window and options masked; ICMP timestamp reply, IP timestamp option: the times
    - in forwarded packets: ports and ICMP echo ids picked by NAT
    """
    d, s = pkt.decode(fr), pkt.decode(src)
    if "id" not in d:
        return d
    own = d["id"] != s.get("id")
    d["id"] = "own" if own else "in"
    if own and d.get("flags") == "SA":
        d["seq"] = d["win"] = d["opt"] = "*"
    if own and d.get("type") == 14:
        d["data"] = d["data"][:8] + "*"
    for x in (d, d.get("quote", {})):
        if "ipopt" in x:
            x["ipopt"] = without_times(x["ipopt"])
    if not own:
        for x, y in ((d, s), (d.get("quote", {}), s.get("quote", {}))):
            for k in ("sport", "dport"):
                if k in x and k in y:
                    new = chosen(x[k], y[k], fixed)
                    if new != x[k]:
                        x.pop("l4sum", None)
                    x[k] = new
            if x.get("type") in (0, 8) and "rest" in y:
                x["rest"] = "%s/%s" % (chosen(int(x["rest"][:4], 16), int(y["rest"][:4], 16), fixed), x["rest"][4:])
    return d


def load(fn):
    cases = {}
    with open(fn) as f:
        for line in f:
            r = json.loads(line)
            cases.setdefault(r["case"], []).append(r)
    return cases


def flat(d, p=""):
    for k, v in d.items():
        if isinstance(v, dict):
            yield from flat(v, p + k + ".")
        else:
            yield p + k, v


def known_differences(fn):
    known = {}
    if fn:
        with open(fn) as f:
            for line in f:
                if line.strip() and not line.startswith("#"):
                    case, ident, reason = line.split(None, 2)
                    known[case, ident] = reason.strip()
    return known


def both(x, y, fixed):
    """What came out in x and in y, each as (interface, fields). A port of y counts as fixed only where x has it: chance may choose it too."""
    fa = [(i, canon(bytes.fromhex(h), bytes.fromhex(x["hex"]), fixed)) for i, h in x["out"]]
    kept = {str(v).split("/")[0] for _, d in fa for k, v in flat(d) if k.endswith(("port", "rest"))}
    return fa, [(i, canon(bytes.fromhex(h), bytes.fromhex(y["hex"]), {p for p in fixed if str(p) in kept})) for i, h in y["out"]]


def cmd_compare(a):
    A, B = load(a.a), load(a.b)
    ignore = set(filter(None, a.ignore.split(",")))
    known = known_differences(a.known)
    same = diff = expected = 0
    for name in [n for n in A if n in B]:
        ra, rb = [x for x in A[name] if "seq" in x], {x["id"]: x for x in B[name] if "seq" in x}
        cs, cd, fixed = 0, 0, fixed_ports(rules_of(name))
        for x in ra:
            y = rb.get(x["id"])
            if y is None:
                print("%s %s: only in A" % (name, x["id"]))
                cd += 1
                continue
            fa, fb = both(x, y, fixed)
            msgs = []
            if [i for i, _ in fa] != [i for i, _ in fb]:
                msgs.append("out on %s / %s" % ([i for i, _ in fa] or "none", [i for i, _ in fb] or "none"))
            else:
                for (i, da), (_, db) in zip(fa, fb):
                    da, db = dict(flat(da)), dict(flat(db))
                    for k in sorted(set(da) | set(db)):
                        if da.get(k) != db.get(k) and k not in ignore:
                            msgs.append("%s %s: %s / %s" % (i, k, da.get(k), db.get(k)))
            if msgs and (name, x["id"]) in known:
                expected += 1
            elif (name, x["id"]) in known:
                cd += 1
                print("%s #%d %s is equal: take it off the list of known differences" % (name, x["seq"], x["id"]))
            elif msgs:
                cd += 1
                print("%s #%d %s (%s)  %s %s" % (name, x["seq"], x["id"], x["note"], x["in"], pkt.brief(pkt.decode(bytes.fromhex(x["hex"])))))
                for m in msgs[:12 if a.v else 4]:
                    print("      " + m)
            else:
                cs += 1
        if a.final:
            f = [[z["final"] for z in Z[name] if "final" in z][0] for Z in (A, B)]
            la, lb = (q.get("save", "").splitlines() for q in f) if "save" in f[1] else ([], [])
            cd += la != lb
            for u, v in [(u, v) for u, v in zip(la, lb) if u != v][:6]:
                print("%s final: %s\n%s      / %s" % (name, u, " " * len(name), v))
            if len(la) != len(lb):
                print("%s final: %d / %d lines" % (name, len(la), len(lb)))
        print("%-24s %3d equal, %d differ" % (name, cs, cd))
        same += cs
        diff += cd
    print("total: %d equal, %d differ%s" % (same, diff, ", %d known to differ" % expected if a.known else ""))
    if set(A) ^ set(B):
        print("only in one: " + " ".join(sorted(set(A) ^ set(B))))
    return 1 if diff else 0


def cmd_show(a):
    for name, recs in load(a.a).items():
        if not fnmatch.fnmatch(name, a.only):
            continue
        print("== " + name)
        for r in recs:
            if "seq" not in r:
                continue
            out = "; ".join("%s %s" % (i, pkt.brief(pkt.decode(bytes.fromhex(h)))) for i, h in r["out"]) or "-"
            print("%3d %-14s %s %s  =>  %s   # %s" % (r["seq"], r["id"], r["in"], pkt.brief(pkt.decode(bytes.fromhex(r["hex"]))), out, r["note"]))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sp = ap.add_subparsers(dest="cmd", required=True)
    x = sp.add_parser("run")
    x.add_argument("--router", default="nft")
    x.add_argument("--wait", type=float, default=50)
    x.add_argument("--only", default="*")
    x.add_argument("--expect", metavar="RECORDING")
    x.add_argument("-o", default="-")
    x.add_argument("--rules", nargs="+", metavar="FILE")
    x.add_argument("cases", nargs="*")
    x = sp.add_parser("serve")
    x.add_argument("--router", default="nft")
    x = sp.add_parser("compare")
    x.add_argument("a")
    x.add_argument("b")
    x.add_argument("-v", action="store_true")
    x.add_argument("--final", action="store_true")
    x.add_argument("--ignore", default="")
    x.add_argument("--known", metavar="FILE")
    x = sp.add_parser("show")
    x.add_argument("a")
    x.add_argument("--only", default="*")
    a = ap.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(globals()["cmd_" + a.cmd](a))


if __name__ == "__main__":
    main()
