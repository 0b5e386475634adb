package io.weft.hook.runtime;

import io.weft.hook.HandlerInfo;
import java.util.List;

/// Handlers that were attached in one step and are detached in one step.
public final class Registrations implements AutoCloseable {

    private final HookTables tables;
    private final List<Attachment> attachments;

    Registrations(HookTables tables, List<Attachment> attachments) {
        this.tables = tables;
        this.attachments = List.copyOf(attachments);
    }

    public List<HandlerInfo> handlers() {
        return attachments.stream().map(Attachment::info).toList();
    }

    /// Detaches them. Threads inside finish; to wait for them is {@link #awaitOutside}'s matter.
    @Override
    public void close() {
        tables.detach(attachments);
    }

    /// Waits, after {@link #close}, until no thread but the caller is inside one of the handlers.
    ///
    /// @return false when one still was after `timeoutMs`
    public boolean awaitOutside(long timeoutMs) {
        return tables.awaitOutside(attachments, timeoutMs);
    }
}
