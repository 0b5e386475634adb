package io.weft.net.conntrack;

/// Something that was added and can be taken back. Closing twice does nothing.
public interface Lease extends AutoCloseable {

    @Override
    void close();
}
