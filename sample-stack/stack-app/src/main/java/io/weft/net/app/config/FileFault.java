package io.weft.net.app.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Why a file cannot be read or written, in the words of a shell.
public final class FileFault {

    private FileFault() { }

    public static String reason(IOException fault) {
        return switch (fault) {
            case NoSuchFileException _ -> "No such file or directory";
            case AccessDeniedException _ -> "Permission denied";
            case FileSystemException named when named.getReason() != null -> named.getReason();
            default -> fault.getMessage() == null ? fault.toString() : fault.getMessage();
        };
    }
}
