package io.weft.net.app.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

class FrameTest {

    @Property
    void whatIsWrittenIsRead(@ForAll @Size(max = 8) List<Frame.Type> types, @ForAll @Size(max = 300) byte[] payload) throws IOException {
        List<Frame> frames = types.stream().map(type -> new Frame(type, payload)).toList();

        assertThat(read(written(frames))).isEqualTo(frames);
    }

    @Property
    void garbageIsRefusedAndNeverMoreThanAnError(@ForAll @Size(max = 200) byte[] garbage) {
        try {
            int bytes = 0;
            for (Frame frame : read(garbage)) {
                bytes += Frame.HEADER_LENGTH + frame.payload().length;
            }
            assertThat(bytes).as("all of it was frames").isEqualTo(garbage.length);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(ProtocolException.class).message().isNotBlank();
        }
    }

    @Property
    void aStreamThatEndsInsideAFrameIsRefused(@ForAll @IntRange(min = 1, max = 104) int length) throws IOException {
        byte[] whole = written(List.of(new Frame(Frame.Type.OUTPUT, new byte[100])));

        assertThatThrownBy(() -> read(java.util.Arrays.copyOf(whole, length))).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("closed inside a frame");
    }

    @Test
    void aLengthBeyondTheBoundIsRefusedBeforeMemoryIsTaken() {
        assertThatThrownBy(() -> read(new byte[] {7, 0x7F, -1, -1, -1})).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("frame of 2147483647 bytes");
        assertThatThrownBy(() -> read(new byte[] {7, -1, -1, -1, -1})).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("frame of 4294967295 bytes");
        assertThatThrownBy(() -> new Frame(Frame.Type.OUTPUT, new byte[Frame.MAX_PAYLOAD + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHelloOfSomethingElseIsRefused() throws IOException {
        assertThat(Frame.hello(1).version()).isEqualTo(1);
        assertThatThrownBy(() -> new Frame(Frame.Type.HELLO, "HTTP/1".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).version())
                .isInstanceOf(ProtocolException.class).hasMessageContaining("is not weft");
        assertThatThrownBy(() -> Frame.of(Frame.Type.CALL).version()).isInstanceOf(ProtocolException.class);
    }

    private static byte[] written(List<Frame> frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FrameWriter writer = new FrameWriter(Channels.newChannel(bytes));
        for (Frame frame : frames) {
            writer.write(frame);
        }
        return bytes.toByteArray();
    }

    private static List<Frame> read(byte[] bytes) throws IOException {
        FrameReader reader = new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes)));
        List<Frame> frames = new ArrayList<>();
        for (@Nullable Frame frame = reader.read(); frame != null; frame = reader.read()) {
            frames.add(frame);
        }
        return frames;
    }
}
