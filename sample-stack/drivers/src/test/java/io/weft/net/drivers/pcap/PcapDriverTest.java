package io.weft.net.drivers.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.Driver.LinkLayer;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.Offloads;
import io.weft.net.drivers.Drivers;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.Segmentation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapDriverTest {

    private static final byte[] FRAME = new byte[60];

    static {
        for (int i = 0; i < FRAME.length; i++) {
            FRAME[i] = (byte) (i * 3);
        }
    }

    @TempDir
    static Path folder;
    private static Path scratch = Path.of("");

    @BeforeContainer
    static void makeScratchFile() throws IOException {
        scratch = Files.createTempFile("weft-capture", ".pcap");
    }

    @AfterContainer
    static void removeScratchFile() throws IOException {
        Files.deleteIfExists(scratch);
    }

    private static Driver open(String uri) throws DriverException {
        return Drivers.found().open(uri);
    }

    private static List<byte[]> readAll(Driver driver) {
        List<byte[]> frames = new ArrayList<>();
        PacketBatch batch = new PacketBatch(16);
        try (PacketPool pool = new PacketPool(16)) {
            while (!driver.exhausted()) {
                int added = driver.poll(batch, pool);
                assertThat(added).isEqualTo(batch.size());
                for (int i = 0; i < added; i++) {
                    frames.add(batch.get(i).toByteArray());
                }
                batch.release();
            }
            assertThat(driver.poll(batch, pool)).isZero();
        }
        return frames;
    }

    private static List<byte[]> read(byte[] capture) throws IOException {
        Path file = Files.createTempFile(folder, "in", ".pcap");
        Files.write(file, capture);
        try (Driver driver = open("pcap:" + file)) {
            return readAll(driver);
        }
    }

    private static ByteBuffer pcap(ByteOrder order, int magic, int linkType) {
        return ByteBuffer.allocate(4096).order(order).putInt(magic).putShort((short) 2).putShort((short) 4)
                .putInt(0).putInt(0).putInt(65535).putInt(linkType);
    }

    private static ByteBuffer record(ByteBuffer file, byte[] frame, int original) {
        return file.putInt(1_700_000_000).putInt(999).putInt(frame.length).putInt(original).put(frame);
    }

    private static byte[] written(ByteBuffer file) {
        return Arrays.copyOf(file.array(), file.position());
    }

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        Path file = folder.resolve("round?trip&.pcap");
        String encoded = folder + "/round%3Ftrip%26.pcap";
        PacketBatch batch = new PacketBatch(100);
        try (PacketPool pool = new PacketPool(100); Driver driver = open("pcap:?write=" + encoded)) {
            assertThat(driver.exhausted()).isTrue();
            assertThat(driver.offloads()).isEqualTo(Offloads.NONE);
            assertThat(driver.poll(batch, pool)).isZero();
            for (int i = 0; i < 20; i++) {
                Packet packet = Objects.requireNonNull(pool.take());
                packet.append(Arrays.copyOf(FRAME, i * 1000));
                batch.add(packet);
            }
            driver.transmit(batch);
            assertThat(batch.isEmpty()).isTrue();
            assertThat(driver.counters().txPackets()).isEqualTo(20);
            assertThat(driver.counters().txBytes()).isEqualTo(190_000);
            // a second reader sees them before the writer is closed
            try (Driver second = open("pcap:" + encoded)) {
                List<byte[]> frames = readAll(second);
                assertThat(frames).hasSize(20);
                for (int i = 0; i < 20; i++) {
                    assertThat(frames.get(i)).isEqualTo(Arrays.copyOf(FRAME, i * 1000));
                }
                assertThat(second.counters().rxPackets()).isEqualTo(20);
                assertThat(second.counters().rxBytes()).isEqualTo(190_000);
                assertThat(second.counters().rxErrors()).isZero();
            }
        }
        assertThat(file).isRegularFile();
    }

    @Test
    void writesTimesInNanoseconds() throws IOException {
        Path file = folder.resolve("times.pcap");
        long beforeNs = System.currentTimeMillis() * 1_000_000;
        PacketBatch batch = new PacketBatch(1);
        try (PacketPool pool = new PacketPool(1); Driver driver = open("pcap:?link=ip&write=" + file)) {
            assertThat(driver.linkLayer()).isEqualTo(LinkLayer.NONE);
            assertThat(driver.mac()).isEqualTo(MacAddress.ZERO);
            Packet packet = Objects.requireNonNull(pool.take());
            packet.append(FRAME);
            batch.add(packet);
            driver.transmit(batch);
        }
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertThat(reader.linkLayer()).isEqualTo(LinkLayer.NONE);
            assertThat(reader.next()).isEqualTo(CaptureReader.Step.FRAME);
            assertThat(reader.frameTimeNs).isBetween(beforeNs - 1_000_000_000L, beforeNs + 60_000_000_000L);
            assertThat(reader.next()).isEqualTo(CaptureReader.Step.END);
        }
    }

    @ParameterizedTest
    @CsvSource({"LITTLE, a1b2c3d4, 1700000000000999000", "BIG, a1b2c3d4, 1700000000000999000",
        "LITTLE, a1b23c4d, 1700000000000000999", "BIG, a1b23c4d, 1700000000000000999"})
    void readsBothByteOrdersAndResolutions(String order, String magic, long timeNs) throws IOException {
        ByteBuffer file = pcap(order.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                Integer.parseUnsignedInt(magic, 16), 1);
        byte[] capture = written(record(record(file, FRAME, FRAME.length), new byte[0], 0));
        assertThat(read(capture)).containsExactly(FRAME, new byte[0]);
        Path path = folder.resolve("time.pcap");
        Files.write(path, capture);
        try (CaptureReader reader = CaptureReader.open(path)) {
            reader.next();
            assertThat(reader.frameTimeNs).isEqualTo(timeNs);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 228, 12, 14})
    void readsRawIp(int linkType) throws IOException {
        Path path = folder.resolve("raw.pcap");
        Files.write(path, written(record(pcap(ByteOrder.BIG_ENDIAN, PcapReader.MICROSECONDS, linkType), FRAME, FRAME.length)));
        try (Driver driver = open("pcap:" + path)) {
            assertThat(driver.linkLayer()).isEqualTo(LinkLayer.NONE);
            assertThat(readAll(driver)).containsExactly(FRAME);
        }
    }

    @Test
    void cutsOffTheFrameCheckSequence() throws IOException {
        int ethernetWithFcsOf4 = 1 | 0x0400_0000 | 2 << 28;
        byte[] capture = written(record(pcap(ByteOrder.LITTLE_ENDIAN, PcapReader.MICROSECONDS, ethernetWithFcsOf4), FRAME, FRAME.length));
        assertThat(read(capture)).containsExactly(Arrays.copyOf(FRAME, FRAME.length - 4));
    }

    @Test
    void countsCutAndOversizedFramesAndGoesOn() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(200_000).order(ByteOrder.LITTLE_ENDIAN);
        file.put(written(pcap(ByteOrder.LITTLE_ENDIAN, PcapReader.MICROSECONDS, 1)));
        record(file, FRAME, 1514);
        record(file, new byte[70_000], 70_000);
        record(file, FRAME, FRAME.length);
        Path path = folder.resolve("cut.pcap");
        Files.write(path, written(file));
        try (Driver driver = open("pcap:" + path)) {
            assertThat(readAll(driver)).containsExactly(FRAME);
            assertThat(driver.counters().rxErrors()).isEqualTo(2);
        }
    }

    @Test
    void aFileThatEndsWithinARecordIsCountedOnce() throws IOException {
        byte[] whole = written(record(record(pcap(ByteOrder.LITTLE_ENDIAN, PcapReader.MICROSECONDS, 1), FRAME, 60), FRAME, 60));
        for (int cut = 1; cut < 76; cut++) {
            Path path = folder.resolve("short.pcap");
            Files.write(path, Arrays.copyOf(whole, whole.length - cut));
            try (Driver driver = open("pcap:" + path)) {
                assertThat(readAll(driver)).containsExactly(FRAME);
                assertThat(driver.counters().rxErrors()).isOne();
            }
        }
    }

    @Test
    void framesWaitWhenThePoolIsEmpty() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(40_000).order(ByteOrder.LITTLE_ENDIAN);
        file.put(written(pcap(ByteOrder.LITTLE_ENDIAN, PcapReader.MICROSECONDS, 1)));
        for (int i = 0; i < 130; i++) {
            record(file, FRAME, FRAME.length);
        }
        Path path = folder.resolve("many.pcap");
        Files.write(path, written(file));
        PacketBatch batch = new PacketBatch(200);
        try (Driver driver = open("pcap:" + path); PacketPool pool = new PacketPool(128)) {
            assertThat(driver.poll(batch, pool)).isEqualTo(128);
            assertThat(driver.poll(batch, pool)).isZero();
            assertThat(driver.exhausted()).isFalse();
            batch.release();
            assertThat(driver.poll(batch, pool)).isEqualTo(2);
            batch.release();
            assertThat(driver.exhausted()).isTrue();
        }
    }

    @Test
    void tellsToWhomAFrameIsAddressed() throws IOException {
        byte[] toUs = FRAME.clone();
        System.arraycopy(new byte[] {2, 0, 0, 0, 0, 9}, 0, toUs, 0, 6);
        byte[] toOthers = FRAME.clone();
        System.arraycopy(new byte[] {2, 0, 0, 0, 0, 8}, 0, toOthers, 0, 6);
        Path path = folder.resolve("kinds.pcap");
        ByteBuffer file = pcap(ByteOrder.LITTLE_ENDIAN, PcapReader.MICROSECONDS, 1);
        Files.write(path, written(record(record(file, toUs, 60), toOthers, 60)));
        PacketBatch batch = new PacketBatch(4);
        try (Driver driver = open("pcap:" + path + "?mac=02:00:00:00:00:09"); PacketPool pool = new PacketPool(4)) {
            assertThat(driver.poll(batch, pool)).isEqualTo(2);
            assertThat(batch.get(0).linkType()).isEqualTo(LinkType.HOST);
            assertThat(batch.get(1).linkType()).isEqualTo(LinkType.OTHER_HOST);
            batch.release();
        }
    }

    @Test
    void refusesToWriteWhatIsNoFrameYet() throws IOException {
        PacketBatch batch = new PacketBatch(2);
        try (PacketPool pool = new PacketPool(2); Driver driver = open("pcap:?write=" + folder.resolve("none.pcap"))) {
            Packet uncut = Objects.requireNonNull(pool.take());
            uncut.put(3000);
            uncut.segmentation(Segmentation.TCPV4, 1000, false);
            Packet unfinished = Objects.requireNonNull(pool.take());
            unfinished.put(60);
            unfinished.checksumToFinish(34, 16);
            batch.add(uncut);
            batch.add(unfinished);
            driver.transmit(batch);
            assertThat(driver.counters().txErrors()).isEqualTo(2);
            assertThat(driver.counters().txPackets()).isZero();
        }
        assertThat(folder.resolve("none.pcap")).hasSize(PcapReader.FILE_HEADER);
    }

    @Test
    void refusesAFileThatCannotBeWritten() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        assertThatThrownBy(() -> open("pcap:?write=" + full)).isInstanceOf(DriverException.class)
                .hasMessageContaining("cannot write /dev/full");
    }

    @Test
    void aWriteThatFailsIsCountedAndThrowsNothing() throws IOException {
        OutputStream fullAfterTheHeader = new OutputStream() {
            private int left = PcapReader.FILE_HEADER;

            @Override
            public void write(int one) throws IOException {
                if (left-- == 0) {
                    throw new IOException("no space left");
                }
            }
        };
        PacketBatch batch = new PacketBatch(2);
        try (PacketPool pool = new PacketPool(2); Driver driver = new PcapDriver("pcap:", LinkLayer.ETHERNET,
                MacAddress.ZERO, 1500, null, new PcapWriter(fullAfterTheHeader, LinkLayer.ETHERNET))) {
            for (int i = 0; i < 2; i++) {
                Packet packet = Objects.requireNonNull(pool.take());
                packet.append(FRAME);
                batch.add(packet);
            }
            driver.transmit(batch);
            assertThat(batch.isEmpty()).isTrue();
            assertThat(driver.counters().txErrors()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pcap:                        | wants a file to read, pcap:FILE, or one to write
            pcap:no-such-file.pcap       | there is no such file
            pcap:/dev/null               | is no regular file
            pcap:?write=/dev/null/out    | cannot write /dev/null/out
            pcap:a%00b                   | is no file name
            pcap:?write=x&link=ppp       | option link=ppp is not understood; want ethernet, ip
            """)
    void saysWhyAFileCannotBeUsed(String uri, String message) {
        assertThatThrownBy(() -> open(uri)).isInstanceOf(DriverException.class).hasMessageContaining(message);
    }

    @Test
    void saysWhyACaptureCannotBeRead() throws IOException {
        Path path = folder.resolve("bad.pcap");
        Files.write(path, new byte[] {1, 2});
        assertThatThrownBy(() -> open("pcap:" + path)).hasMessage("pcap:" + path + ": is shorter than any capture file");
        Files.write(path, "GIF89a, and so on".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> open("pcap:" + path)).hasMessage("pcap:" + path + ": is no capture file (neither pcap nor pcapng)");
        Files.write(path, written(pcap(ByteOrder.BIG_ENDIAN, PcapReader.MICROSECONDS, 113)));
        assertThatThrownBy(() -> open("pcap:" + path)).hasMessageContaining("link type 113").hasMessageContaining("editcap -T ether");
        Files.write(path, written(record(pcap(ByteOrder.BIG_ENDIAN, PcapReader.MICROSECONDS, 1), FRAME, 60)));
        assertThatThrownBy(() -> open("pcap:" + path + "?write=" + path)).hasMessageContaining("the same file");
        assertThat(Files.size(path)).as("the file that was not to be overwritten").isEqualTo(24 + 16 + 60);
    }

    // ---- pcapng

    private static byte[] section(ByteOrder order) {
        return written(ByteBuffer.allocate(28).order(order).putInt(0x0A0D0D0A).putInt(28).putInt(0x1A2B3C4D)
                .putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28));
    }

    /// With the option if_tsresol.
    private static byte[] interfaceBlock(ByteOrder order, int linkType, int snapLength, int tsresol) {
        return written(ByteBuffer.allocate(32).order(order).putInt(1).putInt(32).putShort((short) linkType).putShort((short) 0)
                .putInt(snapLength).putShort((short) 9).putShort((short) 1).put((byte) tsresol).put(new byte[3]).putInt(0).putInt(32));
    }

    private static byte[] enhanced(ByteOrder order, int number, long time, byte[] frame, int original) {
        int padded = frame.length + 3 & ~3;
        ByteBuffer block = ByteBuffer.allocate(32 + padded).order(order).putInt(6).putInt(32 + padded).putInt(number)
                .putInt((int) (time >>> 32)).putInt((int) time).putInt(frame.length).putInt(original).put(frame);
        block.position(28 + padded);
        return written(block.putInt(32 + padded));
    }

    private static byte[] simple(ByteOrder order, byte[] frame, int original) {
        int padded = frame.length + 3 & ~3;
        ByteBuffer block = ByteBuffer.allocate(16 + padded).order(order).putInt(3).putInt(16 + padded).putInt(original).put(frame);
        block.position(12 + padded);
        return written(block.putInt(16 + padded));
    }

    private static byte[] other(ByteOrder order, int length) {
        ByteBuffer block = ByteBuffer.allocate(length).order(order).putInt(5).putInt(length);
        block.position(length - 4);
        return written(block.putInt(length));
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private static byte[] pcapng(ByteOrder order) {
        return join(section(order), other(order, 600_000), interfaceBlock(order, 1, 61, 9),
                enhanced(order, 0, 1_700_000_000_000_000_999L, Arrays.copyOf(FRAME, 59), 59),
                simple(order, FRAME, FRAME.length));
    }

    @Test
    void readsPcapngOfBothByteOrdersInOneFile() throws IOException {
        byte[] both = join(pcapng(ByteOrder.LITTLE_ENDIAN), pcapng(ByteOrder.BIG_ENDIAN));
        byte[] odd = Arrays.copyOf(FRAME, 59);
        assertThat(read(both)).containsExactly(odd, FRAME, odd, FRAME);
    }

    @ParameterizedTest
    @CsvSource({"9, 1700000000000000999, 1700000000000000999", "6, 1700000000000999, 1700000000000999000",
        "3, 1700000000000, 1700000000000000000", "12, 1700000000000999000, 1700000000000999", "138, 1024, 1000000000"})
    void readsTheResolutionOfTimes(int tsresol, long units, long timeNs) throws IOException {
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        Path path = folder.resolve("tsresol.pcapng");
        Files.write(path, join(section(order), interfaceBlock(order, 1, 0, tsresol), enhanced(order, 0, units, FRAME, 60)));
        try (CaptureReader reader = CaptureReader.open(path)) {
            assertThat(reader.next()).isEqualTo(CaptureReader.Step.FRAME);
            assertThat(reader.frameTimeNs).isEqualTo(timeNs);
        }
    }

    @Test
    void countsPcapngFramesThatAreCutOrOfAnotherLinkLayer() throws IOException {
        ByteOrder order = ByteOrder.BIG_ENDIAN;
        Path path = folder.resolve("mixed.pcapng");
        Files.write(path, join(section(order), interfaceBlock(order, 1, 20, 6), interfaceBlock(order, 101, 0, 6),
                enhanced(order, 1, 0, FRAME, 60), enhanced(order, 0, 0, FRAME, 61), simple(order, Arrays.copyOf(FRAME, 20), 60),
                enhanced(order, 0, 0, FRAME, 60)));
        try (Driver driver = open("pcap:" + path)) {
            assertThat(readAll(driver)).containsExactly(FRAME);
            assertThat(driver.counters().rxErrors()).isEqualTo(3);
        }
    }

    @Test
    void refusesPcapngWithoutInterfaces() throws IOException {
        Path path = folder.resolve("empty.pcapng");
        Files.write(path, section(ByteOrder.BIG_ENDIAN));
        assertThatThrownBy(() -> open("pcap:" + path)).hasMessageContaining("describes no interface");
        Files.write(path, Arrays.copyOf(section(ByteOrder.BIG_ENDIAN), 20));
        assertThatThrownBy(() -> open("pcap:" + path)).hasMessageContaining("is damaged before its first interface");
    }

    // ---- whatever the bytes are

    @Provide
    Arbitrary<byte[]> captures() {
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        return Arbitraries.of(
                written(record(record(pcap(order, PcapReader.MICROSECONDS, 1), FRAME, 60), FRAME, 60)),
                join(section(order), interfaceBlock(order, 1, 0, 6), other(order, 20), enhanced(order, 0, 5, FRAME, 60),
                        simple(order, FRAME, 60), interfaceBlock(order, 101, 0, 6), enhanced(order, 1, 5, FRAME, 60)));
    }

    @Property(tries = 2000)
    void aDamagedFileIsRefusedOrCountedAndNeverThrows(@ForAll("captures") byte[] capture, @ForAll @IntRange(max = 255) int cut,
            @ForAll @Size(max = 6) List<@IntRange(max = 255) Integer> places, @ForAll byte value) throws IOException {
        byte[] damaged = Arrays.copyOf(capture, Math.max(0, capture.length - cut));
        for (int place : places) {
            if (place < damaged.length) {
                damaged[place] = (byte) (damaged[place] ^ value);
            }
        }
        readOrRefuse(damaged);
    }

    @Property(tries = 500)
    void anyBytesAreRefusedOrCountedAndNeverThrow(@ForAll("captures") byte[] capture, @ForAll @Size(max = 300) byte[] noise,
            @ForAll @IntRange(max = 100) int keep) throws IOException {
        readOrRefuse(join(Arrays.copyOf(capture, keep), noise));
    }

    private static void readOrRefuse(byte[] capture) throws IOException {
        Files.write(scratch, capture);
        try (Driver driver = open("pcap:" + scratch)) {
            List<byte[]> frames = readAll(driver);
            assertThat(driver.counters().rxPackets()).isEqualTo(frames.size());
        } catch (DriverException refused) {
            assertThat(refused).hasMessageStartingWith("pcap:" + scratch + ": ");
        }
    }
}
