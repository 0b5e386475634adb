package io.weft.net.app.service;

import java.io.IOException;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.io.HttpRequestHandler;
import org.apache.hc.core5.http.io.entity.FileEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.PercentCodec;
import org.jspecify.annotations.Nullable;

/// Answers GET and HEAD with the files of a folder, whole or from byte to byte (RFC 9110 §14), and of none outside: neither `..` nor a
/// symbolic link leads out of it.
final class FileHandler implements HttpRequestHandler {

    private static final String INDEX = "index.html";

    private final Path root;

    /// @throws IOException when there is no such folder
    FileHandler(Path folder) throws IOException {
        root = folder.toRealPath();
        if (!Files.isDirectory(root)) {
            throw new IOException(folder + " is no folder");
        }
    }

    @Override
    public void handle(ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context) throws IOException {
        if (!Method.GET.isSame(request.getMethod()) && !Method.HEAD.isSame(request.getMethod())) {
            response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
            answer(response, HttpStatus.SC_METHOD_NOT_ALLOWED, "Only GET and HEAD are answered.");
            return;
        }
        String path = pathOf(request);
        Path file = find(path);
        if (file == null) {
            answer(response, HttpStatus.SC_NOT_FOUND, "There is no " + path + " here.");
        } else if (Files.isDirectory(file) && !path.endsWith("/")) {
            response.setHeader(HttpHeaders.LOCATION, request.getPath() + "/");
            answer(response, HttpStatus.SC_MOVED_PERMANENTLY, "It is a folder: " + path + "/");
        } else if (!Files.isDirectory(file)) {
            serve(request, response, file);
        } else if (Files.isRegularFile(file.resolve(INDEX))) {
            serve(request, response, file.resolve(INDEX));
        } else {
            list(response, path, file);
        }
    }

    private static String pathOf(ClassicHttpRequest request) {
        String path = request.getPath().replaceFirst("[?#].*", "");
        return PercentCodec.decode(path, StandardCharsets.UTF_8);
    }

    /// The file or folder, if it is there and inside.
    private @Nullable Path find(String path) throws IOException {
        try {
            Path wanted = root.resolve(path.replaceFirst("^/+", "")).normalize();
            if (!wanted.startsWith(root) || !Files.isReadable(wanted)) {
                return null;
            }
            Path real = wanted.toRealPath();
            return real.startsWith(root) && (Files.isRegularFile(real) || Files.isDirectory(real)) ? real : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static void serve(ClassicHttpRequest request, ClassicHttpResponse response, Path file) throws IOException {
        String guessed = URLConnection.guessContentTypeFromName(file.getFileName().toString());
        ContentType type = guessed == null ? ContentType.APPLICATION_OCTET_STREAM : ContentType.parse(guessed);
        long length = Files.size(file);
        ByteRange range = rangeOf(request, length);
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        if (range == null) {
            response.setCode(HttpStatus.SC_OK);
            response.setEntity(new FileEntity(file.toFile(), type));
        } else if (!range.isSatisfiable()) {
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + length);
            answer(response, HttpStatus.SC_REQUESTED_RANGE_NOT_SATISFIABLE, "The file has " + length + " bytes.");
        } else {
            response.setCode(HttpStatus.SC_PARTIAL_CONTENT);
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes " + range.first() + "-" + range.last() + "/" + length);
            SeekableByteChannel from = Files.newByteChannel(file).position(range.first());
            response.setEntity(new InputStreamEntity(Channels.newInputStream(from), range.length(), type));
        }
    }

    /// RFC 9110 §14.2: of GET only, and not under a condition that nothing here can meet, since files have no validators.
    private static @Nullable ByteRange rangeOf(ClassicHttpRequest request, long length) {
        Header range = request.getFirstHeader(HttpHeaders.RANGE);
        boolean asked = range != null && Method.GET.isSame(request.getMethod()) && request.getFirstHeader(HttpHeaders.IF_RANGE) == null;
        return asked ? ByteRange.of(range.getValue(), length) : null;
    }

    private static void list(ClassicHttpResponse response, String path, Path folder) throws IOException {
        List<String> names;
        try (Stream<Path> entries = Files.list(folder)) {
            names = entries.map(each -> each.getFileName() + (Files.isDirectory(each) ? "/" : "")).sorted().toList();
        }
        String lines = names.stream().map(name -> "<li><a href=\"" + PercentCodec.encode(name, StandardCharsets.UTF_8).replace("%2F", "/")
                + "\">" + escaped(name) + "</a></li>\n").collect(Collectors.joining());
        response.setCode(HttpStatus.SC_OK);
        response.setEntity(new StringEntity("<!DOCTYPE html>\n<title>" + escaped(path) + "</title>\n<ul>\n" + lines + "</ul>\n",
                ContentType.TEXT_HTML.withCharset(StandardCharsets.UTF_8)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static void answer(ClassicHttpResponse response, int code, String text) {
        response.setCode(code);
        response.setEntity(new StringEntity(text + "\n", ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8)));
    }
}
