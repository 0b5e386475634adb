package io.weft.hook.runtime.plugin;

import java.nio.file.Path;

/// A plugin jar that the host does not run, and why.
///
/// @param reason the rest of a sentence that begins with the jar's name
public record Refusal(Path jar, String reason) {

    /// The whole sentence.
    @Override
    public String toString() {
        return "Plugin jar " + jar.getFileName() + " is refused: " + reason;
    }
}
