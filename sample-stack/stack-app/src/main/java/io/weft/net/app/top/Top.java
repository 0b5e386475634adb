package io.weft.net.app.top;

import io.weft.net.app.control.ControlClient;
import io.weft.net.app.control.ControlException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Shows a running router's rates again and again.
public final class Top {

    /// From the first sample to the first page, where the pages are further apart.
    private static final Duration FIRST = Duration.ofMillis(500);

    private final ControlClient router;
    private final Duration delay;
    private final int pages;

    /// @param delay between two pages
    /// @param pages how many; 0 for no end
    public Top(ControlClient router, Duration delay, int pages) {
        this.router = router;
        this.delay = delay;
        this.pages = pages;
    }

    /// Prints page after page, an empty line between them, until all are told or nobody reads.
    ///
    /// @throws ControlException when the router is not there or goes away
    public void print(PrintStream out) throws ControlException {
        show((lines, wait) -> {
            lines.forEach(out::println);
            out.println();
            out.flush();
            if (!out.checkError() && !wait.isZero()) {
                LockSupport.parkNanos(wait.toNanos());
            }
            return !out.checkError();
        });
    }

    /// Shows page over page in this process's terminal, until `q` or Ctrl-C.
    ///
    /// @throws IOException when there is no terminal
    /// @throws ControlException when the router is not there or goes away
    public void live() throws IOException {
        // asked first, so that what is wrong is said on the terminal as it was
        sample();
        try (Screen screen = Screen.open()) {
            show(screen::show);
        }
    }

    /// Takes a page and how long it stands.
    @FunctionalInterface
    interface Viewer {

        /// @return false when no more are wanted
        boolean show(List<String> lines, Duration wait);
    }

    private void show(Viewer viewer) throws ControlException {
        Sample before = sample();
        LockSupport.parkNanos((delay.compareTo(FIRST) < 0 ? delay : FIRST).toNanos());
        for (int page = 1; ; page++) {
            Sample now = sample();
            boolean last = page == pages;
            if (!viewer.show(new Page(before, now).lines(), last ? Duration.ZERO : delay) || last) {
                return;
            }
            before = now;
        }
    }

    private Sample sample() throws ControlException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        if (router.call(List.of("stats", "--json"), InputStream.nullInputStream(), out, err) != 0) {
            throw new ControlException("the router tells no counters: " + err.toString(StandardCharsets.UTF_8).strip());
        }
        return Sample.read(out.toString(StandardCharsets.UTF_8));
    }
}
