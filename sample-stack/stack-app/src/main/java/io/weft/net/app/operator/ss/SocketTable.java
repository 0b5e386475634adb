package io.weft.net.app.operator.ss;

import java.util.ArrayList;
import java.util.List;

/// Sockets in ss's columns: as wide as what stands in them, addresses to the right of theirs and ports to the left.
final class SocketTable {

    /// @param delimiter before the column, unless it is the first
    private record Column(String name, String delimiter, boolean right, List<String> cells) {

        int width(boolean header) {
            int least = header ? name.length() : 0;
            return cells.stream().mapToInt(String::length).reduce(least, Math::max);
        }

        String padded(String cell, int width) {
            String space = " ".repeat(width - cell.length());
            return right ? space + cell : cell + space;
        }
    }

    private final List<Column> columns = new ArrayList<>();
    private final List<String> infos = new ArrayList<>();
    private final boolean header;

    SocketTable(List<SocketRow> rows, SsOptions options) {
        header = options.header();
        boolean first = options.tcp() && options.udp();
        if (first) {
            column("Netid", "", false, rows.stream().map(SocketRow::protocol).toList());
        }
        if (options.showsState()) {
            column("State", first ? " " : "", false, rows.stream().map(SocketRow::state).toList());
            first = true;
        }
        column("Recv-Q", first ? " " : "", false, rows.stream().map(row -> String.format("%-6d", row.received())).toList());
        column("Send-Q", " ", false, rows.stream().map(row -> String.format("%-6d", row.sending())).toList());
        column("Local Address:", " ", true, rows.stream().map(SocketRow::localAddress).toList());
        column("Port", "", false, rows.stream().map(row -> SocketRow.port(row.localPort())).toList());
        column("Peer Address:", " ", true, rows.stream().map(SocketRow::remoteAddress).toList());
        column("Port", "", false, rows.stream().map(row -> SocketRow.port(row.remotePort())).toList());
        column("Process", "", false, rows.stream().map(_ -> "").toList());
        rows.forEach(row -> infos.add(options.info() && row.info() != null ? "\n\t" + SocketRow.words(row.info()) : ""));
    }

    private void column(String name, String delimiter, boolean right, List<String> cells) {
        columns.add(new Column(name, delimiter, right, cells));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (header) {
            for (Column column : columns) {
                // the last name is not padded
                text.append(column.delimiter)
                        .append(column.name.equals("Process") ? column.name : column.padded(column.name, column.width(true)));
            }
            text.append('\n');
        }
        for (int row = 0; row < infos.size(); row++) {
            for (Column column : columns) {
                text.append(column.delimiter).append(column.padded(column.cells.get(row), column.width(header)));
            }
            text.append(infos.get(row)).append('\n');
        }
        return text.toString();
    }
}
