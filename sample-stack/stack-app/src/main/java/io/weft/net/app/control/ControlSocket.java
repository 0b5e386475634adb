package io.weft.net.app.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listening Unix domain socket of mode 0600, and the lock that says its daemon is alive.
///
/// The socket is bound inside a directory of mode 0700, made 0600 there and then moved to its place, so that at no moment, whatever
/// the umask, anybody else may connect. The lock is on a file beside it (`control.sock.lock`) that stays: the system takes the lock
/// back when the daemon ends, however it ends, and so a socket without a locked neighbour is a dead daemon's and is replaced.
final class ControlSocket implements AutoCloseable {

    /// What the JDK takes of the 108 bytes of `sun_path`.
    static final int MAX_PATH_BYTES = 106;

    /// How many clients may knock at once: the next one would be told to come again.
    private static final int BACKLOG = 1024;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

    private final Path path;
    private final FileChannel lockFile;
    private final ServerSocketChannel channel;

    private ControlSocket(Path path, FileChannel lockFile, ServerSocketChannel channel) {
        this.path = path;
        this.lockFile = lockFile;
        this.channel = channel;
    }

    static ControlSocket bind(Path wanted) throws ControlException {
        Path path = wanted.toAbsolutePath().normalize();
        Path directory = path.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new ControlException("control socket " + path + ": the directory " + directory + " does not exist: make it, or name "
                    + "another place with --control");
        }
        Path privateDirectory = directory.resolve(".w" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX));
        requireShort(path);
        requireShort(privateDirectory.resolve("s"));
        try {
            FileChannel lockFile = lock(path);
            try {
                refuseOtherFile(path);
                return new ControlSocket(path, lockFile, bind(path, privateDirectory));
            } catch (IOException e) {
                lockFile.close();
                throw e;
            }
        } catch (ControlException e) {
            throw e;
        } catch (IOException e) {
            throw new ControlException("control socket " + path + ": " + reason(e) + ": name another place with --control", e);
        }
    }

    private static void requireShort(Path path) throws ControlException {
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PATH_BYTES) {
            throw new ControlException("control socket " + path + ": the path has " + bytes + " bytes, a Unix domain socket's has at most "
                    + MAX_PATH_BYTES + ": name a shorter one with --control");
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        Path file = path.resolveSibling(path.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is locked by this very process", file);
        }
        channel.close();
        throw new ControlException("a router is running already: it holds the control socket " + path
                + ". Stop it first, or give this one a place of its own with --control PATH");
    }

    private static void refuseOtherFile(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
            throw new ControlException("control socket " + path + ": a file that is no socket is there; remove it, or name another place "
                    + "with --control");
        }
    }

    private static ServerSocketChannel bind(Path path, Path privateDirectory) throws IOException {
        Path inside = privateDirectory.resolve("s");
        // left over when a daemon of the same process id was killed in between
        Files.deleteIfExists(inside);
        Files.deleteIfExists(privateDirectory);
        Files.createDirectory(privateDirectory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(inside), BACKLOG);
            Files.setPosixFilePermissions(inside, OWNER_ONLY);
            Files.move(inside, path, StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        } finally {
            Files.deleteIfExists(inside);
            Files.deleteIfExists(privateDirectory);
        }
    }

    /// What the file system said, in words, without the path that the sentence has already.
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    Path path() {
        return path;
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /// Stops listening and removes the socket.
    @Override
    public void close() {
        try {
            if (channel.isOpen()) {
                channel.close();
                Files.deleteIfExists(path);
                lockFile.close();
            }
        } catch (IOException e) {
            LOG.warn("closing the control socket {}: {}", path, e.toString());
        }
    }
}
