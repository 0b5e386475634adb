package io.weft.net.conntrack.command;

import io.weft.net.Stack;
import io.weft.net.conntrack.ConnectionTuple;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.Conntrack.Created;
import io.weft.net.conntrack.ConntrackStatistics;
import io.weft.net.conntrack.Expectation;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.conntrack.command.ConntrackQuery.Action;
import io.weft.net.conntrack.command.ConntrackQuery.Table;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// The command `conntrack`: shows connections, tells what becomes of them, and removes or marks them.
///
/// Words, output, messages and exit codes are those of conntrack-tools 1.4.7. What this connection tracking has not, zones, labels, and
/// translations by hand, is refused or finds nothing.
public final class ConntrackCommand implements Command, AutoCloseable {

    static final String VERSION = "conntrack v1.4.7 (conntrack-tools)";

    /// How many connections are looked at between two batches of packets.
    private static final int AT_ONCE = 512;
    private static final long EVENT_WAIT_MS = 200;

    private final Conntrack conntrack;
    private final Stack stack;
    private volatile boolean closed;

    public ConntrackCommand(Conntrack conntrack, Stack stack) {
        this.conntrack = conntrack;
        this.stack = stack;
    }

    @Override
    public String name() {
        return "conntrack";
    }

    @Override
    public String summary() {
        return "show, follow, mark and remove tracked connections";
    }

    @Override
    public boolean lasts(List<String> arguments) {
        try {
            return ConntrackArguments.parse(arguments).action() == Action.EVENTS;
        } catch (ConntrackToolException wrong) {
            return false;
        }
    }

    @Override
    public int run(CommandCall call) {
        try {
            return run(ConntrackArguments.parse(call.arguments()), call);
        } catch (ConntrackToolException wrong) {
            call.err().print(wrong.text());
            return wrong.exitCode();
        }
    }

    private int run(ConntrackQuery query, CommandCall call) throws ConntrackToolException {
        boolean expectations = query.table() == Table.EXPECT;
        return switch (query.action()) {
            case HELP -> print(call, ConntrackHelp.TEXT);
            case VERSION -> print(call, VERSION + "\n");
            case LIST -> expectations ? listExpectations(query, call) : list(query, call);
            case GET -> get(query, call);
            case DELETE -> expectations ? refuse() : change(query, call, "deleted", conntrack::remove);
            case UPDATE -> expectations ? refuse() : update(query, call);
            case CREATE, ADD -> expectations ? refuse() : create(query, call);
            case FLUSH -> expectations ? flushExpectations(call) : flush(call);
            case COUNT -> print(call, onLoop(() -> expectations ? expectations().size() : conntrack.size()) + "\n");
            case STATISTICS -> print(call, statistics(conntrack.statistics()));
            case EVENTS -> expectations ? refuse() : follow(query, call);
        };
    }

    private static int print(CommandCall call, String text) {
        call.out().print(text);
        return 0;
    }

    private static int refuse() throws ConntrackToolException {
        throw ConntrackToolException.failed("Operation not supported");
    }

    private static int done(CommandCall call, int count, String what) {
        call.err().print(VERSION + ": " + count + " " + what + "\n");
        return 0;
    }

    // ---- connections

    private int list(ConntrackQuery query, CommandCall call) throws ConntrackToolException {
        boolean zero = query.options().contains(ConntrackOption.ZERO.longName());
        var text = new ConnectionText(query.output());
        // those that are going, or have not come yet, are on no list here
        boolean inTable = query.table() == Table.CONNTRACK;
        int count = each(inTable ? matching(query) : List.of(), call, text, connection -> {
            String line = text.line(connection, stack.nowNs());
            if (zero) {
                connection.zeroCounters();
            }
            return line;
        });
        return done(call, count, "flow entries have been shown.");
    }

    private int get(ConntrackQuery query, CommandCall call) throws ConntrackToolException {
        ConntrackQuery.Tuple tuple = query.tuple();
        List<TrackedConnection> found = onLoop(() -> {
            TrackedConnection one = conntrack.find(tuple.protocol().orElse(0), tuple.source().orElse(0), tuple.sourcePort().orElse(0),
                    tuple.destination().orElse(0), tuple.destinationPort().orElse(0));
            return one == null ? List.of() : List.of(one);
        });
        if (found.isEmpty()) {
            throw ConntrackToolException.failed("such conntrack doesn't exist");
        }
        var text = new ConnectionText(query.output());
        return done(call, each(found, call, text, connection -> text.heldLine(connection, stack.nowNs())), "flow entries have been shown.");
    }

    private int create(ConntrackQuery query, CommandCall call) throws ConntrackToolException {
        boolean adds = query.action() == Action.ADD;
        if ((query.edit().status() & ConnectionStatus.EXPECTED) != 0) {
            throw ConntrackToolException.failed("Device or resource busy");
        }
        boolean byReply = !query.tuple().isSaid();
        ConnectionTuple original = byReply ? query.reply().mirrored() : query.tuple().connectionTuple();
        ConnectionTuple reply = byReply || !query.reply().isSaid() ? null : query.reply().connectionTuple();
        Created created = onLoop(() -> conntrack.create(query.tuple().protocol().orElse(0), original, reply, query.edit()));
        if (created == Created.THERE_ALREADY && adds) {
            return done(call, 0, "flow entries have been added.");
        }
        switch (created) {
            case THERE_ALREADY -> throw ConntrackToolException.failed("Such conntrack exists, try -U to update");
            case NO_ROOM -> throw ConntrackToolException.failed("Cannot allocate memory");
            case IMPOSSIBLE -> throw ConntrackToolException.failed("invalid parameters");
            case CREATED -> { }
        }
        return done(call, 1, "flow entries have been " + (adds ? "added." : "created."));
    }

    private int update(ConntrackQuery query, CommandCall call) throws ConntrackToolException {
        if ((query.edit().status() & ConnectionStatus.EXPECTED) != 0) {
            throw ConntrackToolException.failed("Device or resource busy");
        }
        return change(query, call, "updated",
                connection -> conntrack.edit(connection, query.edit()) && connection.expiresNs() > stack.nowNs());
    }

    /// Something that is done to a connection, on the loop thread; it says whether it was done.
    private interface Change {
        boolean apply(TrackedConnection connection);
    }

    private int change(ConntrackQuery query, CommandCall call, String done, Change change) {
        var text = new ConnectionText(query.output());
        int count = each(matching(query), call, text, connection -> {
            String line = text.line(connection, stack.nowNs());
            return change.apply(connection) ? done.equals("updated") ? text.heldLine(connection, stack.nowNs()) : line : "";
        });
        done(call, count, "flow entries have been " + done + ".");
        return count == 0 ? 1 : 0;
    }

    private int flush(CommandCall call) {
        onLoop(() -> {
            conntrack.forEach(conntrack::remove);
            return 0;
        });
        call.err().print(VERSION + ": connection tracking table has been emptied.\n");
        return 0;
    }

    private List<TrackedConnection> matching(ConntrackQuery query) {
        return onLoop(() -> {
            var all = new ArrayList<TrackedConnection>();
            conntrack.forEach(connection -> {
                if (query.accepts(connection)) {
                    all.add(connection);
                }
            });
            return all;
        });
    }

    /// What is printed about a connection, on the loop thread; empty for nothing.
    private interface Line {
        String of(TrackedConnection connection);
    }

    /// Prints a line about each connection that is still there, some at a time.
    ///
    /// @return how many
    private int each(List<TrackedConnection> connections, CommandCall call, ConnectionText text, Line line) {
        int count = 0;
        for (int from = 0; from < connections.size(); from += AT_ONCE) {
            List<TrackedConnection> some = connections.subList(from, Math.min(from + AT_ONCE, connections.size()));
            List<String> lines = onLoop(() -> some.stream()
                    .filter(connection -> !connection.has(ConnectionStatus.DYING)).map(line::of).filter(one -> !one.isEmpty()).toList());
            if (count == 0 && !lines.isEmpty()) {
                call.out().print(text.head("conntrack"));
            }
            lines.forEach(call.out()::print);
            count += lines.size();
        }
        if (count > 0) {
            call.out().print(text.foot("conntrack"));
        }
        return count;
    }

    // ---- expectations

    private List<Expectation> expectations() {
        var all = new ArrayList<Expectation>();
        conntrack.forEachExpectation(all::add);
        return all;
    }

    private int listExpectations(ConntrackQuery query, CommandCall call) {
        var text = new ConnectionText(query.output());
        List<String> lines = onLoop(() -> expectations().stream()
                .map(expectation -> text.line(expectation, stack.nowNs(), stack.wallClockMs())).toList());
        if (!lines.isEmpty()) {
            call.out().print(text.head("expect"));
            lines.forEach(call.out()::print);
            call.out().print(text.foot("expect"));
        }
        return done(call, lines.size(), "expectations have been shown.");
    }

    private int flushExpectations(CommandCall call) {
        onLoop(() -> {
            expectations().forEach(conntrack::unexpect);
            return 0;
        });
        call.err().print(VERSION + ": expectation table has been emptied.\n");
        return 0;
    }

    // ---- the rest

    private static String statistics(ConntrackStatistics counted) {
        return "cpu=0   \tfound=" + counted.found() + " invalid=" + counted.invalid() + " insert=" + counted.insert()
                + " insert_failed=" + counted.insertFailed() + " drop=" + counted.drop() + " early_drop=" + counted.earlyDrop()
                + " error=" + counted.error() + " search_restart=0 clash_resolve=" + counted.clashResolve()
                + " chaintoolong=" + counted.chainTooLong() + " \n";
    }

    /// Prints what becomes of connections until the caller goes away or the plugin stops.
    private int follow(ConntrackQuery query, CommandCall call) {
        var events = new ConnectionEvents(stack, query);
        int count = 0;
        try (var _ = conntrack.listen(events)) {
            while (!closed && !call.out().checkError()) {
                for (String line = events.next(EVENT_WAIT_MS); line != null; line = events.next(0)) {
                    call.out().print(line);
                    count++;
                }
                if (events.takeLost()) {
                    call.err().print("WARNING: We have hit ENOBUFS! We are losing events.\n"
                            + "This message means that the current netlink socket buffer size is too small.\n"
                            + "Please, check --buffer-size in conntrack(8) manpage.\n");
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return done(call, count, "flow events have been shown.");
    }

    /// Ends all calls that follow events.
    @Override
    public void close() {
        closed = true;
    }

    private <T> T onLoop(Callable<T> task) {
        try {
            return stack.onLoop(task);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the stack could not be asked", e);
        }
    }
}
