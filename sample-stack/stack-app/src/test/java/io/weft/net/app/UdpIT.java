package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The stack's UDP and IGMP and the kernel's, on a cable between two namespaces, the kernel's offloads at their defaults.
@Timeout(180)
class UdpIT {

    private static final String STACK = Namespaces.ROUTER_TO_CLIENT;
    private static final String GROUP = "239.1.2.3";
    private static final String PYTHON = """
            import socket,struct,hashlib,sys,time
            STACK,ME,GROUP='%s','%s','%s'
            def udp(port=0):
                s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
                s.settimeout(30)
                s.bind(('0.0.0.0',port))
                s.setsockopt(0,socket.IP_MULTICAST_IF,socket.inet_aton(ME))
                return s
            def content(n): return bytes(i*31%%251 for i in range(n))
            """.formatted(STACK, Namespaces.CLIENT_ADDRESS, GROUP);

    @TempDir
    Path directory;

    private Namespaces namespaces;
    private final List<RunningProcess> running = new ArrayList<>();

    @BeforeAll
    static void needsNamespaces() throws Exception {
        Namespaces.assumeUsable(UdpIT.class, "python3");
    }

    @BeforeEach
    void makeNamespaces() throws Exception {
        namespaces = Namespaces.make();
    }

    @AfterEach
    void removeNamespaces() throws Exception {
        for (RunningProcess process : running) {
            process.close();
        }
        namespaces.close();
    }

    private RunningProcess startPeer() throws Exception {
        return startPeer("raw:eth0");
    }

    private RunningProcess startPeer(String nic) throws Exception {
        if (nic.startsWith("raw:")) {
            namespaces.cable();
        }
        RunningProcess peer = started(Namespaces.in(Namespaces.router(), Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                UdpPeer.class.getName(), nic, STACK + "/24"));
        peer.awaitReady();
        if (nic.startsWith("tap:")) {
            Namespaces.ip("-n", Namespaces.router(), "link", "set", "tap0", "netns", Namespaces.client(), "name", "eth0");
            Namespaces.ip("-n", Namespaces.client(), "link", "set", "eth0", "up");
            Namespaces.ip("-n", Namespaces.client(), "address", "add", Namespaces.CLIENT_ADDRESS + "/24", "dev", "eth0");
        }
        return peer;
    }

    private RunningProcess started(List<String> words) throws IOException {
        RunningProcess process = RunningProcess.start(Map.of(), words);
        running.add(process);
        return process;
    }

    private static String kernelDoes(String script) throws Exception {
        RunningProcess.Ended ended = Namespaces.runIn(Namespaces.client(), "python3", "-c", PYTHON + script);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out().strip();
    }

    /// Starts what prints `ready` when it listens.
    private RunningProcess kernelWaits(String script) throws Exception {
        return started(Namespaces.in(Namespaces.client(), "python3", "-uc", PYTHON + script)).awaitReady();
    }

    private static String got(int length, String destination) {
        return "got " + length + " to " + destination + " " + UdpPeer.hash(UdpPeer.content(length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw:eth0", "tap:tap0"})
    void datagramsOfAllSizesComeBackFromTheStackAsTheyWere(String nic) throws Exception {
        startPeer(nic);
        assertThat(kernelDoes("""
                s=udp()
                good=0
                for n in (0,1,1472,1473,9000,60000,65507):
                    b=content(n)
                    s.sendto(b,(STACK,7000))
                    good+=s.recv(70000)==b
                print(good)""")).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw:eth0", "tap:tap0"})
    void aGroupHearsTheKernelAndTheKernelHearsTheStack(String nic) throws Exception {
        RunningProcess peer = startPeer(nic);
        peer.writeLine("join " + GROUP);
        assertThat(peer.nextLine()).isEqualTo("joined");
        for (int length : new int[] {100, 60_000}) {
            kernelDoes("udp().sendto(content(%d),(GROUP,7001))".formatted(length));
            assertThat(peer.nextLine()).isEqualTo(got(length, GROUP));
        }
        RunningProcess listener = kernelWaits("""
                s=udp(9001)
                s.setsockopt(0,socket.IP_ADD_MEMBERSHIP,socket.inet_aton(GROUP)+socket.inet_aton(ME))
                print('ready')
                b,a=s.recvfrom(70000)
                print(a[0],b==content(60000))""");
        peer.writeLine("send " + GROUP + " 9001 60000");
        assertThat(listener.nextLine()).isEqualTo(STACK + " True");
    }

    @Test
    void theNicListensToTheGroupAsLongAsTheStackDoes() throws Exception {
        RunningProcess peer = startPeer();
        peer.writeLine("join " + GROUP);
        assertThat(peer.nextLine()).isEqualTo("joined");
        assertThat(Namespaces.runIn(Namespaces.router(), "ip", "maddr", "show", "dev", "eth0").out()).contains("01:00:5e:01:02:03");
        peer.writeLine("leave " + GROUP);
        assertThat(peer.nextLine()).isEqualTo("left");
        assertThat(Namespaces.runIn(Namespaces.router(), "ip", "maddr", "show", "dev", "eth0").out()).doesNotContain("01:00:5e:01:02:03");
    }

    @Test
    void aClosedPortIsToldToConnectedSocketsOnBothSides() throws Exception {
        RunningProcess peer = startPeer();
        peer.writeLine("ask " + Namespaces.CLIENT_ADDRESS + " 9999");
        assertThat(peer.nextLine()).isEqualTo("failed PortUnreachableException");
        assertThat(kernelDoes("""
                s=udp()
                s.connect((STACK,9999))
                s.send(b'anybody there')
                try: s.recv(10)
                except ConnectionRefusedError: print('refused')""")).isEqualTo("refused");
    }

    @Test
    void broadcastsGoBothWays() throws Exception {
        RunningProcess peer = startPeer();
        for (String all : List.of("10.1.0.255", "255.255.255.255")) {
            kernelDoes("""
                    s=udp()
                    s.setsockopt(socket.SOL_SOCKET,socket.SO_BROADCAST,1)
                    s.sendto(content(100),('%s',7001))""".formatted(all));
            assertThat(peer.nextLine()).isEqualTo(got(100, all));
        }
        RunningProcess listener = kernelWaits("""
                s=udp(9001)
                print('ready')
                b,a=s.recvfrom(70000)
                print(a[0],b==content(100))""");
        peer.writeLine("send 10.1.0.255 9001 100");
        assertThat(listener.nextLine()).isEqualTo(STACK + " True");
    }

    /// The kernel is no querier, so the queries are written by hand. What the stack says goes to a file, for tshark to read.
    @Test
    void whatTheLinkHearsOfGroupsIsReadWithoutErrorsByTshark() throws Exception {
        Assumptions.assumeTrue(RunningProcess.run("sh", "-c", "command -v tshark").exitCode() == 0, "the command tshark is missing");
        RunningProcess peer = startPeer();
        Path capture = directory.resolve("igmp.pcap");
        RunningProcess querier = kernelWaits("""
                frames=socket.socket(socket.AF_PACKET,socket.SOCK_RAW,socket.htons(0x0800))
                frames.bind(('eth0',0x0800))
                frames.settimeout(30)
                raw=socket.socket(socket.AF_INET,socket.SOCK_RAW,2)
                raw.setsockopt(0,socket.IP_OPTIONS,bytes((148,4,0,0)))
                raw.setsockopt(0,socket.IP_MULTICAST_IF,socket.inet_aton(ME))
                out=open('%s','wb')
                out.write(struct.pack('<IHHIIII',0xa1b2c3d4,2,4,0,0,65535,1))
                def query(to,*b):
                    m=bytearray(b)
                    s=sum(m[i]<<8|m[i+1] for i in range(0,len(m),2))
                    s=(s&65535)+(s>>16)
                    s=~((s&65535)+(s>>16))&65535
                    m[2:4]=bytes((s>>8,s&255))
                    raw.sendto(bytes(m),(to,0))
                def hear(n):
                    while n:
                        f,a=frames.recvfrom(2000)
                        if f[23]==2 and f[26:30]==socket.inet_aton(STACK):
                            out.write(struct.pack('<IIII',0,0,len(f),len(f))+f)
                            n-=1
                print('ready',flush=True)
                hear(2)
                print('once more',flush=True)
                hear(2)
                g=tuple(socket.inet_aton(GROUP))
                query('224.0.0.1',0x11,5,0,0,0,0,0,0,2,125,0,0)
                hear(1)
                query(GROUP,0x11,5,0,0,*g,2,125,0,0)
                hear(1)
                query('224.0.0.1',0x11,5,0,0,0,0,0,0)
                hear(2)
                print('asked',flush=True)
                hear(1)
                out.close()
                print('done',flush=True)
                """.formatted(capture));
        peer.writeLine("join " + GROUP);
        assertThat(peer.nextLine()).isEqualTo("joined");
        assertThat(querier.nextLine()).isEqualTo("once more");
        peer.writeLine("join 232.1.1.1 10.1.0.2");
        assertThat(peer.nextLine()).isEqualTo("joined");
        assertThat(querier.nextLine()).isEqualTo("asked");
        peer.writeLine("leave " + GROUP);
        assertThat(peer.nextLine()).isEqualTo("left");
        assertThat(querier.nextLine()).isEqualTo("done");

        RunningProcess.Ended read = RunningProcess.run("tshark", "-r", capture.toString(), "-n", "-o", "ip.check_checksum:TRUE", "-T", "fields",
                "-E", "separator= ", "-e", "igmp.type", "-e", "igmp.checksum.status", "-e", "ip.checksum.status", "-e", "igmp.record_type",
                "-e", "igmp.maddr", "-e", "igmp.saddr", "-e", "_ws.malformed", "-e", "_ws.expert.severity");
        assertThat(read.out().lines()).as(read.out()).hasSize(9)
                .allMatch(line -> line.matches("0x(22|16|17) 1 1 .*"), "good checksums")
                .anyMatch(line -> line.startsWith("0x22 1 1 4 239.1.2.3"))
                .anyMatch(line -> line.matches("0x22 1 1 5 232.1.1.1 10.1.0.2.*"))
                .anyMatch(line -> line.startsWith("0x22 1 1 1,2 232.1.1.1,239.1.2.3"))
                .anyMatch(line -> line.startsWith("0x22 1 1 2 239.1.2.3"))
                .anyMatch(line -> line.matches("0x16 1 1 +239.1.2.3.*"))
                .anyMatch(line -> line.matches("0x17 1 1 +239.1.2.3.*"));
        assertThat(RunningProcess.run("tshark", "-r", capture.toString(), "-Y", "_ws.malformed || _ws.expert.severity >= 6291456").out()).isEmpty();
    }
}
