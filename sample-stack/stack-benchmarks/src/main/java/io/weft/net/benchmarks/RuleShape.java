package io.weft.net.benchmarks;

/// What the rules of a set ask for, none of which is content with {@link Forwarder}'s packet.
public enum RuleShape {

    /// Each a source address of its own.
    SOURCE {
        @Override
        String words(int i) {
            return "-s " + address(i) + "/32";
        }
    },
    /// Source, destination, ports and interfaces, in turn and together.
    MIXED {
        @Override
        String words(int i) {
            return switch (i % 5) {
                case 0 -> "-s " + address(i) + "/32";
                case 1 -> "-d " + address(i) + "/32 -i in";
                case 2 -> "-p udp -m udp --dport " + port(i);
                case 3 -> "-s 10.0.0.0/24 -p udp -m udp --sport " + port(i) + " --dport 2000";
                default -> "-d 10.0.1.0/24 -o out -p tcp -m tcp --dport " + port(i);
            };
        }
    },
    /// Sources that stand in one another, and two ranges of ports: most of these are content with two of the packet's three numbers.
    RANGES {
        @Override
        String words(int i) {
            String source = i % 3 == 0 ? address(i) + "/" + (16 + i % 17) : "10.0.0.0/" + (8 + i % 22);
            String sourcePorts = i % 3 == 1 ? above(1000, i) : around(1000, i);
            String destinationPorts = i % 3 == 2 ? above(2000, i) : around(2000, i);
            return "-s " + source + " -p udp -m udp --sport " + sourcePorts + " --dport " + destinationPorts;
        }
    };

    /// What a rule asks for, in iptables' words.
    abstract String words(int i);

    /// Writes so many rules of a chain.
    void append(StringBuilder text, String chain, int count, String target) {
        for (int i = 1; i <= count; i++) {
            text.append("-A ").append(chain).append(' ').append(words(i)).append(" -j ").append(target).append('\n');
        }
    }

    private static String address(int i) {
        return "198.18." + i / 250 + "." + (i % 250 + 1);
    }

    private static int port(int i) {
        return 3000 + i;
    }

    private static String around(int port, int i) {
        return port - i % 900 + ":" + (port + i % 997);
    }

    private static String above(int port, int i) {
        return port + 1 + i % 911 + ":" + (port + 2000 + i % 1009);
    }
}
