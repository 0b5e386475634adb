package io.weft.net.app.control;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the control socket lies when nobody says: the same place for the daemon and for its clients.
///
/// `$WEFT_CONTROL`; for root `/run/weft/control.sock`; else `$XDG_RUNTIME_DIR/weft/control.sock`; else a directory of the user's own
/// under the temporary directory. Root's comes before XDG_RUNTIME_DIR, so that a daemon which the system started and a root shell meet.
public final class ControlPath {

    private static final String FILE = "control.sock";

    private ControlPath() { }

    /// @param root whether the user is the superuser
    public static Path standard(Map<String, String> environment, String user, boolean root, Path temporary) {
        @Nullable String named = environment.get("WEFT_CONTROL");
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        if (root) {
            return Path.of("/run/weft", FILE);
        }
        @Nullable String runtime = environment.get("XDG_RUNTIME_DIR");
        if (runtime != null && runtime.startsWith("/")) {
            return Path.of(runtime, "weft", FILE);
        }
        return temporary.resolve("weft-" + user).resolve(FILE);
    }

    /// {@link #standard} of this process.
    public static Path standard() {
        String user = System.getProperty("user.name");
        return standard(System.getenv(), user, user.equals("root"), Path.of(System.getProperty("java.io.tmpdir")));
    }

    /// Makes the directory of a standard place, for this user alone.
    ///
    /// @throws ControlException when it cannot be made, or is another user's
    public static void makeDirectory(Path socket) throws ControlException {
        Path directory = socket.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            requireOwn(directory);
        } catch (IOException e) {
            throw new ControlException("control socket " + socket + ": the directory " + directory + " cannot be made (" + e
                    + "): name another place with --control", e);
        }
    }

    /// Before a client talks to a standard place: {@link #requireOwn} of its directory, if that exists.
    public static void requireOwnIfThere(Path socket) throws ControlException {
        Path directory = socket.toAbsolutePath().getParent();
        if (directory != null && Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            requireOwn(directory);
        }
    }

    /// Refuses a directory under which somebody else could put a socket of his own.
    ///
    /// @throws ControlException when it is not this user's alone
    private static void requireOwn(Path directory) throws ControlException {
        try {
            PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String others = PosixFilePermissions.toString(attributes.permissions()).substring(3);
            boolean mine = attributes.owner().getName().equals(System.getProperty("user.name"));
            if (!attributes.isDirectory() || !mine || others.indexOf('w') >= 0) {
                throw new ControlException("the control socket's directory " + directory
                        + " is not this user's alone: name another place with --control");
            }
        } catch (ControlException e) {
            throw e;
        } catch (IOException e) {
            throw new ControlException("the control socket's directory " + directory + " cannot be read (" + e + ")", e);
        }
    }
}
