package io.weft.net.app.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/// The input of a command that lasts: nothing comes, and it ends when the caller has had enough.
final class CallersEnd extends InputStream {

    private final CountDownLatch come = new CountDownLatch(1);

    void come() {
        come.countDown();
    }

    @Override
    public int read() throws IOException {
        try {
            come.await();
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
