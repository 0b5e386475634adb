package io.weft.net.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// An FTP server of one file, as little as a client needs to fetch it: PORT, EPRT, PASV and EPSV. One session after the other.
///
/// Run as a process of its own: `java … FtpServer ADDRESS FILE`; prints `ready` when it listens.
final class FtpServer {

    private static final int PORT = 21;

    private final InetAddress address;
    private final byte[] content;

    private FtpServer(InetAddress address, byte[] content) {
        this.address = address;
        this.content = content;
    }

    public static void main(String[] words) throws IOException {
        FtpServer server = new FtpServer(InetAddress.getByName(words[0]), Files.readAllBytes(Path.of(words[1])));
        try (ServerSocket door = new ServerSocket(PORT, 5, server.address)) {
            System.out.println("ready");
            while (true) {
                try (Socket control = door.accept()) {
                    server.converse(control);
                }
            }
        }
    }

    /// How the data connection of the next transfer comes about.
    private interface Dial {
        Socket data() throws IOException;
    }

    private void converse(Socket control) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = control.getOutputStream();
        say(out, "220 one file");
        Dial dial = () -> {
            throw new IOException("no data connection was agreed on");
        };
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "USER", "TYPE" -> say(out, "230 yes");
                case "PWD" -> say(out, "257 \"/\"");
                case "PORT" -> {
                    String[] numbers = words[1].split(",");
                    dial = to(String.join(".", numbers[0], numbers[1], numbers[2], numbers[3]),
                            Integer.parseInt(numbers[4]) * 256 + Integer.parseInt(numbers[5]));
                    say(out, "200 yes");
                }
                case "EPRT" -> {
                    String[] parts = words[1].split("\\|");
                    dial = to(parts[2], Integer.parseInt(parts[3]));
                    say(out, "200 yes");
                }
                case "PASV", "EPSV" -> {
                    ServerSocket passive = new ServerSocket(0, 1, address);
                    int port = passive.getLocalPort();
                    dial = () -> {
                        try (passive) {
                            return passive.accept();
                        }
                    };
                    say(out, words[0].equals("EPSV") ? "229 there (|||" + port + "|)" : "227 there ("
                            + address.getHostAddress().replace('.', ',') + "," + port / 256 + "," + port % 256 + ")");
                }
                case "RETR" -> {
                    say(out, "150 it comes");
                    try (Socket data = dial.data()) {
                        data.getOutputStream().write(content);
                    }
                    say(out, "226 that was it");
                }
                case "QUIT" -> {
                    say(out, "221 bye");
                    return;
                }
                default -> say(out, "502 no");
            }
        }
    }

    private static Dial to(String host, int port) {
        return () -> new Socket(host, port);
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
