package io.weft.net.app.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One frame on the control socket: what kind it is of, and its bytes.
record Frame(Type type, byte[] payload) {

    /// No frame carries more bytes than this.
    static final int MAX_PAYLOAD = 64 * 1024;
    /// Type and length.
    static final int HEADER_LENGTH = 5;
    /// The version of the protocol that this program speaks.
    static final int VERSION = 1;

    private static final byte[] NOTHING = {};
    private static final int MAGIC = 0x57454654; // "WEFT"

    /// The kinds of frame; the byte on the wire is fixed for each.
    enum Type {
        HELLO(1), ARGUMENT(2), CALL(3), WANT_INPUT(4), INPUT(5), INPUT_END(6), OUTPUT(7), ERROR(8), EXIT(9), REFUSED(10);

        private static final Type[] ALL = values();
        private final int code;

        Type(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static @Nullable Type ofCode(int code) {
            return Arrays.stream(ALL).filter(type -> type.code == code).findFirst().orElse(null);
        }
    }

    Frame {
        if (payload.length > MAX_PAYLOAD) {
            throw new IllegalArgumentException("a frame of " + payload.length + " bytes");
        }
    }

    static Frame of(Type type) {
        return new Frame(type, NOTHING);
    }

    static Frame text(Type type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Frame(type, bytes.length <= MAX_PAYLOAD ? bytes : Arrays.copyOf(bytes, MAX_PAYLOAD));
    }

    static Frame hello(int version) {
        return new Frame(Type.HELLO, ByteBuffer.allocate(6).putInt(MAGIC).putShort((short) version).array());
    }

    static Frame exit(int code) {
        return new Frame(Type.EXIT, ByteBuffer.allocate(4).putInt(code).array());
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /// The version a HELLO names.
    int version() throws ProtocolException {
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        if (type != Type.HELLO || payload.length != 6 || bytes.getInt() != MAGIC) {
            throw new ProtocolException("the other end of the control socket is not weft");
        }
        return Short.toUnsignedInt(bytes.getShort());
    }

    int exitCode() throws ProtocolException {
        if (type != Type.EXIT || payload.length != 4) {
            throw new ProtocolException("an exit code was expected, not " + this);
        }
        return ByteBuffer.wrap(payload).getInt();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Frame frame && frame.type == type && Arrays.equals(frame.payload, payload);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return type + " with " + payload.length + " bytes";
    }
}
