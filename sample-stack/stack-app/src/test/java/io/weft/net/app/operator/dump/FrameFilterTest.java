package io.weft.net.app.operator.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameFilterTest {

    @ParameterizedTest
    @CsvSource({
        "'', '0 1 2 3 4 5 6 7 8 9 10 11'",
        "arp, '0 1'",
        "icmp, '2 3'",
        "tcp port 80, '6 7 8 9'",
        "src port 80, '7 9'",
        "dst host 10.0.0.1, '1 3 5 7 9'",
        "host 192.0.2.7, '4 5'",
        "192.0.2.7, '4 5'",
        "net 198.51.100.0/24 and not port 80, '10'",
        "net 10.0.0, '0 1 2 3 4 5 6 7 8 9 10 11'",
        "port 53 or 8080, '4 5 10'",
        "udp or (tcp and portrange 8000-9000), '4 5 10'",
        "!(arp or ip proto 1 or tcp or udp), '11'",
        "ip proto gre, '11'",
        "src 10.0.0.1 && greater 120, '8'",
        "broadcast, '0'",
        "less 42, '0 1'",
    })
    void letsThroughWhatItsWordsMean(String filter, String frames) throws Exception {
        assertThat(through(FrameFilter.parse(List.of(filter)))).isEqualTo(frames);
    }

    @Test
    void readsNoByteBeyondAFrame() throws Exception {
        FrameFilter.Test all = FrameFilter.parse(List.of("port 80 or host 10.0.0.1 or icmp or broadcast"));
        try (PacketPool pool = new PacketPool(4)) {
            for (byte[] frame : Frames.ALL) {
                for (int length = 0; length < frame.length; length++) {
                    Packet cut = Frames.packet(pool, Arrays.copyOf(frame, length));
                    for (boolean framed : new boolean[] {true, false}) {
                        FrameView view = new FrameView(framed);
                        view.aim(cut);
                        all.holds(view);
                    }
                    cut.release();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "port | the filter ends too early",
        "port 70000 | '70000' is no number from 0 to 65535",
        "host nowhere | 'nowhere' is neither a word of a filter nor an IPv4 address",
        "(tcp | a ')' is missing",
        "tcp udp | 'udp' is not understood here: want and, or",
        "net 10.0.0.1/8 | 10.0.0.1/8 has host bits set: want 10.0.0.0/8",
    })
    void namesTheWordThatItDoesNotUnderstand(String filter, String message) {
        assertThatThrownBy(() -> FrameFilter.parse(List.of(filter))).hasMessage(message);
    }

    private static String through(FrameFilter.Test filter) {
        List<String> through = new ArrayList<>();
        FrameView view = new FrameView(true);
        try (PacketPool pool = new PacketPool(4)) {
            for (int i = 0; i < Frames.ALL.size(); i++) {
                Packet frame = Frames.packet(pool, Frames.ALL.get(i));
                view.aim(frame);
                if (filter.holds(view)) {
                    through.add(Integer.toString(i));
                }
                frame.release();
            }
        }
        return String.join(" ", through);
    }
}
