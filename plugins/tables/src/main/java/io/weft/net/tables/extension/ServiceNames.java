package io.weft.net.tables.extension;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Names of ports, from `/etc/services` where there is one, otherwise those that rules name most.
public final class ServiceNames {

    private static final String USUAL = """
            echo 7/tcp
            echo 7/udp
            discard 9/tcp sink null
            discard 9/udp sink null
            ftp-data 20/tcp
            ftp 21/tcp
            ssh 22/tcp
            telnet 23/tcp
            smtp 25/tcp mail
            domain 53/tcp
            domain 53/udp
            bootps 67/udp
            bootpc 68/udp
            tftp 69/udp
            http 80/tcp www
            pop3 110/tcp pop-3
            ntp 123/udp
            imap2 143/tcp imap
            snmp 161/udp
            snmp-trap 162/udp snmptrap
            bgp 179/tcp
            ldap 389/tcp
            https 443/tcp
            https 443/udp
            submission 587/tcp
            ldaps 636/tcp
            imaps 993/tcp
            pop3s 995/tcp
            openvpn 1194/udp
            mysql 3306/tcp
            postgresql 5432/tcp postgres
            http-alt 8080/tcp webcache
            """;

    private static final Pattern DECIMAL = Pattern.compile("\\s*[+-]?\\d+");
    private static final Map<String, Integer> PORTS = new HashMap<>();
    private static final Map<String, String> NAMES = new HashMap<>();

    static {
        NameFile.read("/etc/services", USUAL, words -> {
            String[] port = words.get(1).split("/", 2);
            OptionalInt number = NameFile.number(port[0]);
            if (port.length == 2 && number.isPresent()) {
                NAMES.putIfAbsent(number.getAsInt() + "/" + port[1], words.get(0));
                PORTS.putIfAbsent(words.get(0) + "/" + port[1], number.getAsInt());
                words.stream().skip(2).forEach(alias -> PORTS.putIfAbsent(alias + "/" + port[1], number.getAsInt()));
            }
        });
    }

    private ServiceNames() { }

    /// The port of a service, or of a number.
    ///
    /// @param protocol 0 for any
    public static OptionalInt portOf(String text, int protocol) {
        var number = Numbers.parse(text, PortRange.MAX);
        if (number.isPresent()) {
            return OptionalInt.of((int) number.getAsLong());
        }
        if (protocol != 0) {
            return find(text, ProtocolNames.nameOf(protocol));
        }
        OptionalInt tcp = find(text, "tcp");
        return tcp.isPresent() ? tcp : find(text, "udp");
    }

    /// The port of a service, whatever its protocol, or of a number, as C's `getaddrinfo` reads it: decimal, and only the last 16 bits
    /// of an `int` count.
    ///
    /// @throws SyntaxException in iptables' words for what it does not know
    public static int resolve(String text) throws SyntaxException {
        if (DECIMAL.matcher(text).matches()) {
            BigInteger number = new BigInteger(text.strip());
            if (number.bitLength() <= Long.SIZE && number.intValue() >= 0) {
                return number.intValue() & PortRange.MAX;
            }
        }
        OptionalInt tcp = find(text, "tcp");
        OptionalInt port = tcp.isPresent() ? tcp : find(text, "udp");
        return port.orElseThrow(() -> new SyntaxException("Port \"" + text + "\" does not resolve to anything.\n"));
    }

    /// The service's name, or the number where it has none.
    public static String nameOf(int port, int protocol) {
        return NAMES.getOrDefault(port + "/" + ProtocolNames.nameOf(protocol), Integer.toString(port));
    }

    private static OptionalInt find(String name, String protocol) {
        Integer port = PORTS.get(name + "/" + protocol);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }
}
