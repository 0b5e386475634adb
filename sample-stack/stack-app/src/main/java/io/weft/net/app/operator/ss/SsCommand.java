package io.weft.net.app.operator.ss;

import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.stack.NetStack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The command `ss`: the sockets of the running stack.
public final class SsCommand implements Command {

    public static final String HELP = """
            Usage: weft ss [ OPTIONS ] [ state STATE ] [ FILTER ]
               -h, --help          this message
               -V, --version       output version information
               -n, --numeric       ports as numbers, which they always are
               -a, --all           display all sockets
               -l, --listening     display listening sockets
               -i, --info          show internal TCP information
               -s, --summary       show socket usage summary
               -4, --ipv4          display only IP version 4 sockets, which all are
               -t, --tcp           display only TCP sockets
               -u, --udp           display only UDP sockets
               -H, --no-header     suppress header line
               STATE := { all | connected | synchronized | established | syn-sent | syn-recv | fin-wait-{1,2} |
                          time-wait | close-wait | last-ack | listening | closing }
               FILTER := { sport | dport } [ = | != ] [:]PORT | { src | dst } [ = | != ] PREFIX[:PORT] [ and FILTER ]
            """;

    private static final int EXIT_USAGE = 255;

    private final NetStack stack;

    public SsCommand(NetStack stack) {
        this.stack = stack;
    }

    @Override
    public String name() {
        return "ss";
    }

    @Override
    public String summary() {
        return "shows the stack's sockets (-t -u -l -a -i -s), as iproute2's ss does";
    }

    @Override
    public int run(CommandCall call) {
        SsOptions options;
        try {
            options = SsOptions.read(call.arguments());
        } catch (SsOptions.WordException wrong) {
            call.err().print(wrong.getMessage() + "\n" + HELP);
            return EXIT_USAGE;
        }
        if (options.help()) {
            call.out().print(HELP);
        } else if (options.version()) {
            call.out().println("ss utility, weft");
        } else if (options.summary()) {
            call.out().print(summaryOf(rows()));
        } else {
            call.out().print(new SocketTable(rows().stream().filter(options::shows).toList(), options));
        }
        return 0;
    }

    /// As ss orders them: UDP, then listeners, then connections; these by their ends, for they have no order of their own.
    private List<SocketRow> rows() {
        try {
            return stack.onLoop(() -> {
                List<SocketRow> rows = new ArrayList<>();
                stack.udp().all().forEach(socket -> rows.add(SocketRow.of(socket)));
                stack.tcp().listeners().forEach(listener -> rows.add(SocketRow.of(listener)));
                stack.tcp().connectionInfos().stream().map(SocketRow::of).sorted(Comparator.comparingInt(SocketRow::localPort)
                        .thenComparingInt(SocketRow::remotePort).thenComparingInt(SocketRow::remote)).forEach(rows::add);
                return rows;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String summaryOf(List<SocketRow> rows) {
        long tcp = rows.stream().filter(row -> row.protocol().equals("tcp")).count();
        long waiting = count(rows, "TIME-WAIT");
        long closed = waiting + count(rows, "FIN-WAIT-2");
        return "Total: " + rows.size() + "\nTCP:   " + tcp + " (estab " + count(rows, "ESTAB") + ", closed " + closed + ", orphaned 0, timewait "
                + waiting + ")\n\nTransport Total     IP        IPv6\n" + line("UDP", rows.size() - tcp) + line("TCP", tcp - closed)
                + line("INET", rows.size() - closed) + "\n";
    }

    private static long count(List<SocketRow> rows, String state) {
        return rows.stream().filter(row -> row.state().equals(state)).count();
    }

    private static String line(String name, long count) {
        return String.format("%s\t  %-9d %-9d %-9d%n", name, count, count, 0);
    }
}
