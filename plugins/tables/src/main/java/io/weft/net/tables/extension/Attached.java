package io.weft.net.tables.extension;

/// A {@link PacketMatch} or {@link PacketTarget} that has to know when its rule comes into force and when it goes, such as one that shares
/// a list by name with other rules.
public interface Attached {

    /// Its rule is in force from now on. Called once, on the loop thread, before the first packet.
    void attach();

    /// Its rule is in force no longer. Called once, on the loop thread, after the last packet; rules that come in the same change are
    /// attached before, so that what both share is never without a user.
    void detach();
}
