package io.weft.net.app;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.drivers.Drivers;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.udp.UdpHandler;
import io.weft.net.stack.udp.UdpSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/// The stack as a host of a namespace, a program of its own: `UdpPeer NIC ADDRESS/LENGTH`.
///
/// Port 7000 answers with the same bytes, 7001 prints what came. It does what its standard input says, and ends with it:
///
///     join GROUP [SOURCE]          on port 7001
///     leave GROUP
///     send HOST PORT LENGTH        from port 7001, with broadcast
///     ask HOST PORT                from a connected socket; prints the answer or the error
final class UdpPeer implements UdpHandler {

    static final int ECHO = 7_000;
    static final int PRINTER = 7_001;

    private final NetStack stack;
    private final NetInterface nic;
    private final UdpSocket printer;

    private UdpPeer(NetStack stack) throws IOException {
        this.stack = stack;
        this.nic = Objects.requireNonNull(stack.interfaceNamed("eth0"));
        stack.udp().bind(Ipv4.ANY, ECHO, UdpPeer::echo);
        printer = stack.udp().bind(Ipv4.ANY, PRINTER, this);
        printer.options().broadcast(true);
        printer.options().multicastDevice(nic);
    }

    public static void main(String[] words) throws Exception {
        NetStack stack = NetStack.builder().name("peer").build();
        stack.addDevice("eth0", Drivers.found().open(words[0]));
        stack.addAddress("eth0", InterfaceAddress.parse(words[1]));
        UdpPeer peer = new UdpPeer(stack);
        stack.start();
        System.out.println("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] command = line.split(" ");
            stack.onLoop(() -> {
                peer.run(command);
                return null;
            });
        }
        stack.close();
    }

    /// What a datagram of a length holds.
    static byte[] content(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 % 251);
        }
        return bytes;
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void run(String[] command) throws IOException {
        switch (command[0]) {
            case "join" -> {
                if (command.length > 2) {
                    printer.join(Ipv4.parse(command[1]), nic, Ipv4.parse(command[2]));
                } else {
                    printer.join(Ipv4.parse(command[1]), nic);
                }
                System.out.println("joined");
            }
            case "leave" -> {
                printer.leave(Ipv4.parse(command[1]), nic);
                System.out.println("left");
            }
            case "send" -> printer.send(Ipv4.parse(command[1]), Integer.parseInt(command[2]), payload(Integer.parseInt(command[3])));
            case "ask" -> {
                UdpSocket asking = stack.udp().open(new Asking());
                asking.connect(Ipv4.parse(command[1]), Integer.parseInt(command[2]));
                asking.send(payload(10));
            }
            default -> throw new IllegalArgumentException(command[0]);
        }
    }

    private Packet payload(int length) {
        Packet payload = Objects.requireNonNull(stack.pool().take());
        payload.append(content(length));
        return payload;
    }

    private static void echo(UdpSocket socket, Packet datagram) throws IOException {
        Packet answer = Objects.requireNonNull(socket.pool().take());
        answer.put(datagram.length());
        answer.copyFrom(0, datagram, 0, datagram.length());
        socket.send(datagram.ip().source(), datagram.udp().sourcePort(), answer);
    }

    @Override
    public void received(UdpSocket socket, Packet datagram) {
        System.out.println("got " + datagram.length() + " to " + Ipv4.format(datagram.ip().destination()) + " " + hash(datagram.toByteArray()));
    }

    private static final class Asking implements UdpHandler {

        @Override
        public void received(UdpSocket socket, Packet datagram) {
            System.out.println("answer " + datagram.length());
            socket.close();
        }

        @Override
        public void failed(UdpSocket socket) {
            System.out.println("failed " + Objects.requireNonNull(socket.takeError()).getClass().getSimpleName());
            socket.close();
        }
    }
}
