package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The stack's TCP and the kernel's, on a cable between two namespaces, the kernel's offloads at their defaults.
@Timeout(180)
class TcpIT {

    private static final String STACK = Namespaces.ROUTER_TO_CLIENT;
    /// What the kernel's end does, in Python; a socket `s` is connected to the stack's port.
    private static final String CLIENT = "import socket,hashlib,sys\ns=socket.create_connection(('" + STACK + "',%d),30)\ns.settimeout(60)\n";

    private Namespaces namespaces;
    private final List<RunningProcess> running = new ArrayList<>();

    @BeforeAll
    static void needsNamespaces() throws Exception {
        Namespaces.assumeUsable(TcpIT.class, "python3");
    }

    @BeforeEach
    void makeNamespaces() throws Exception {
        namespaces = Namespaces.make();
        namespaces.cable();
    }

    @AfterEach
    void removeNamespaces() throws Exception {
        for (RunningProcess process : running) {
            process.close();
        }
        namespaces.close();
    }

    private RunningProcess startPeer(String... further) throws Exception {
        List<String> words = Namespaces.in(Namespaces.router(), Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                TcpPeer.class.getName(), "raw:eth0", STACK + "/24");
        words.addAll(List.of(further));
        RunningProcess peer = started(words);
        assertThat(peer.nextLine()).isEqualTo("ready");
        return peer;
    }

    private RunningProcess started(List<String> words) throws IOException {
        RunningProcess process = RunningProcess.start(Map.of(), words);
        running.add(process);
        return process;
    }

    private static String kernelDoes(int port, String script) throws Exception {
        RunningProcess.Ended ended = Namespaces.runIn(Namespaces.client(), "python3", "-c", CLIENT.formatted(port) + script);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out().strip();
    }

    private static String hash() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(TcpPeer.content()));
    }

    @Test
    void theKernelReadsWhatTheStackSends() throws Exception {
        startPeer();
        assertThat(kernelDoes(TcpPeer.SOURCE, """
                h=hashlib.sha256()
                while b:=s.recv(65536): h.update(b)
                print(h.hexdigest())""")).isEqualTo(hash());
    }

    /// The kernel's end closes halfway: the answer comes after its FIN.
    @Test
    void theStackReadsWhatTheKernelSendsAndAnswersAfterTheEnd() throws Exception {
        startPeer();
        assertThat(kernelDoes(TcpPeer.SINK, """
                b=bytes(i*31%251 for i in range(1000003))*20
                s.sendall(b)
                s.shutdown(socket.SHUT_WR)
                a=b''
                while r:=s.recv(4096): a+=r
                print(a.decode()==hashlib.sha256(b).hexdigest())""")).isEqualTo("True");
    }

    @Test
    void theStackConnectsToTheKernel() throws Exception {
        RunningProcess server = started(Namespaces.in(Namespaces.client(), "python3", "-uc", """
                import socket,hashlib
                l=socket.create_server(('0.0.0.0',9000))
                print('listening')
                s=l.accept()[0]
                h=hashlib.sha256()
                while b:=s.recv(65536): h.update(b)
                s.sendall(h.hexdigest().encode())
                s.close()"""));
        assertThat(server.nextLine()).isEqualTo("listening");
        RunningProcess peer = startPeer(Namespaces.CLIENT_ADDRESS, "9000");
        assertThat(peer.nextLine()).isEqualTo("answer " + hash());
    }

    @Test
    void aResetReachesTheKernel() throws Exception {
        startPeer();
        assertThat(kernelDoes(TcpPeer.RESETTING, """
                s.sendall(b'x')
                try: print(s.recv(1))
                except ConnectionResetError: print('reset')""")).isEqualTo("reset");
    }

    @Test
    void manySmallConnectionsAreServed() throws Exception {
        startPeer();
        assertThat(kernelDoes(TcpPeer.SINK, """
                n=0
                for i in range(500):
                    c=socket.create_connection(('%s',7000),30)
                    c.sendall(b'x'*i)
                    c.shutdown(socket.SHUT_WR)
                    a=b''
                    while r:=c.recv(4096): a+=r
                    n+=a.decode()==hashlib.sha256(b'x'*i).hexdigest()
                    c.close()
                print(n)""".formatted(STACK))).isEqualTo("500");
    }
}
