package io.weft.hook;

/// A handler that stands in a chain. Closing detaches it; closing twice does nothing.
public interface Registration extends AutoCloseable {

    HandlerInfo info();

    @Override
    void close();
}
