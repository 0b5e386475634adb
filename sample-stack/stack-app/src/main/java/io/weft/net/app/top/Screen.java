package io.weft.net.app.top;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/// This process's terminal, taken over for pages and given back as it was.
final class Screen implements AutoCloseable {

    private static final int INTERRUPTED = -3;
    private static final int USUAL_ROWS = 24;
    private static final int USUAL_COLUMNS = 80;

    private final Terminal terminal;
    private final Attributes before;
    private final Display display;
    private volatile boolean ended;

    private Screen(Terminal terminal) {
        this.terminal = terminal;
        before = terminal.enterRawMode();
        display = new Display(terminal, true);
        terminal.handle(Terminal.Signal.INT, _ -> ended = true);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.flush();
    }

    static Screen open() throws IOException {
        return new Screen(TerminalBuilder.builder().name("weft top").system(true).dumb(false).build());
    }

    /// Shows a page as far as it fits, and waits for a key.
    ///
    /// @return false when the operator has had enough
    boolean show(List<String> lines, Duration wait) {
        int rows = orElse(terminal.getSize().getRows(), USUAL_ROWS);
        int columns = orElse(terminal.getSize().getColumns(), USUAL_COLUMNS);
        display.resize(new Size(columns, rows));
        List<AttributedString> fitting = new ArrayList<>();
        for (String line : lines.subList(0, Math.min(rows - 1, lines.size()))) {
            AttributedStyle style = isHeading(line) ? AttributedStyle.INVERSE : AttributedStyle.DEFAULT;
            fitting.add(new AttributedString(line, style).columnSubSequence(0, columns));
        }
        fitting.add(new AttributedString("q: quit", AttributedStyle.DEFAULT.faint()));
        display.update(fitting, 0);
        return waitForKey(wait);
    }

    /// A terminal that does not know its size says 0.
    private static int orElse(int size, int usual) {
        return size > 0 ? size : usual;
    }

    private static boolean isHeading(String line) {
        return line.startsWith("NIC ") || line.startsWith("DROPPED/s") || line.startsWith("HOOK ");
    }

    private boolean waitForKey(Duration wait) {
        long untilNs = System.nanoTime() + wait.toNanos();
        try {
            NonBlockingReader keys = terminal.reader();
            while (!ended) {
                long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    return true;
                }
                int key = keys.read(leftMs);
                if (key == 'q' || key == 'Q' || key == 3 || key == NonBlockingReader.EOF || key == INTERRUPTED) {
                    return false;
                }
                if (key == ' ') {
                    return true;
                }
            }
            return false;
        } catch (InterruptedIOException interrupted) {
            return false;
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        terminal.puts(Capability.cursor_normal);
        terminal.puts(Capability.exit_ca_mode);
        terminal.setAttributes(before);
        terminal.flush();
        terminal.close();
    }
}
