package io.weft.net.app.operator.dump;

import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.packet.Packet;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.device.NetDevice;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The command `dump`: shows the frames of an interface of the running stack, or makes a capture of them.
public final class DumpCommand implements Command {

    public static final String HELP = """
            Usage: weft dump -i NIC [-c COUNT] [-s SNAPLEN] [-w FILE] [FILTER]
                   weft dump -D

              -i NIC      the NIC of the stack; where there is one only (beside lo), it need not be named
              -c COUNT    ends after so many packets
              -s SNAPLEN  keeps so many bytes of each packet at most (usual: all)
              -w FILE     writes a capture (pcapng), which tshark and wireshark read, instead of lines; - for standard output
              -D          lists the NICs
              FILTER      in tcpdump's words: host net port portrange with src or dst, ip arp tcp udp icmp, 'ip proto N',
                          less, greater, broadcast, multicast; and, or, not, ( )

            Shows packets as the NIC's driver has them: before any hook on the way in, behind the last on the way out; a large
            segment that the card is to cut, and a checksum that it is to finish, are as they go to the card.
            Ends with Ctrl-C, and says then how many packets there were and how many were lost because nobody read fast enough;
            the stack never waits.
            """;

    private static final int EXIT_FAILED = 1;
    private static final int RING_BYTES = 8 * 1024 * 1024;
    private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final NetStack stack;

    public DumpCommand(NetStack stack) {
        this.stack = stack;
    }

    @Override
    public String name() {
        return "dump";
    }

    @Override
    public String summary() {
        return "shows or captures the packets of a NIC (-i, -c, -w FILE, tcpdump's filters)";
    }

    @Override
    public boolean lasts(List<String> arguments) {
        return true;
    }

    @Override
    public int run(CommandCall call) throws IOException {
        DumpOptions options;
        try {
            options = DumpOptions.read(call.arguments());
        } catch (FrameFilter.SyntaxException wrong) {
            call.err().println("weft dump: " + wrong.getMessage() + "; try 'weft dump --help'");
            return EXIT_FAILED;
        }
        if (options.help()) {
            call.out().print(HELP);
            return 0;
        }
        if (options.list()) {
            stack.devices().forEach(device -> call.out().println(device.index() + "." + device.name()
                    + (device.isUp() ? device.linkUp() ? " [Up, Running]" : " [Up]" : "")));
            return 0;
        }
        List<NetDevice> meant = stack.devices().stream()
                .filter(device -> options.device().isEmpty() ? !device.isLoopback() : device.name().equals(options.device())).toList();
        if (meant.size() != 1) {
            call.err().println("weft dump: " + (options.device().isEmpty() ? "which NIC? Name one with -i; there are "
                    : options.device() + ": No such device exists; there are ")
                    + String.join(", ", stack.devices().stream().map(NetDevice::name).toList()));
            return EXIT_FAILED;
        }
        return follow(meant.getFirst(), options, call);
    }

    private int follow(NetDevice device, DumpOptions options, CommandCall call) throws IOException {
        Thread caller = Thread.currentThread();
        Capture capture = new Capture(device, options);
        Thread.ofVirtual().name("weft-dump-end").start(() -> {
            try {
                // at its end when the caller has had enough
                call.in().read();
            } catch (IOException gone) {
                // the same
            }
            capture.ended = true;
            LockSupport.unpark(caller);
        });
        try (AutoCloseable _ = stack.tap(device.name(), capture::see)) {
            call.err().println("weft dump: listening on " + device.name() + ", link-type "
                    + (device.isFramed() ? "EN10MB (Ethernet)" : "RAW (Raw IP)") + ", snapshot length " + options.snapLength() + " bytes");
            capture.tell(call);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the NIC " + device.name() + " went away: " + e.getMessage(), e);
        }
        call.err().print(capture.told + (capture.told == 1 ? " packet" : " packets") + " captured\n" + capture.received
                + (capture.received == 1 ? " packet" : " packets") + " received by filter\n" + capture.ring.lost()
                + (capture.ring.lost() == 1 ? " packet" : " packets") + " dropped, because they were not read fast enough\n");
        return 0;
    }

    /// One call's ring between the loop and the caller.
    private static final class Capture {

        private final NetDevice device;
        private final DumpOptions options;
        private final FrameView view;
        private final CaptureRing ring = new CaptureRing(RING_BYTES);
        /// From the steady clock to the time of day.
        private final long epochNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
        private volatile long received;
        private volatile boolean ended;
        private long told;

        Capture(NetDevice device, DumpOptions options) {
            this.device = device;
            this.options = options;
            this.view = new FrameView(device.isFramed());
        }

        /// On the loop thread.
        void see(Packet frame, boolean outgoing) {
            view.aim(frame);
            if (options.filter().holds(view)) {
                received = received + 1;
                ring.put(frame, options.snapLength(), nowNs(), outgoing);
            }
        }

        private long nowNs() {
            return epochNs + System.nanoTime();
        }

        void tell(CommandCall call) throws IOException {
            PcapngWriter file = new PcapngWriter(call.out(), options.snapLength());
            if (options.capture()) {
                file.begin(device.name(), device.isFramed(), options.snapLength());
            }
            call.err().flush();
            call.out().flush();
            boolean goesOn = true;
            while (goesOn) {
                // looked at before the last frames are taken, so that none is left
                goesOn = !ended && !call.out().checkError();
                goesOn &= tellWaiting(call, file);
                call.out().flush();
                if (goesOn) {
                    LockSupport.parkNanos(REST_NS);
                }
            }
            if (options.capture()) {
                file.finish(nowNs(), received, ring.lost());
            }
            call.out().flush();
        }

        /// @return false when as many were told as were asked for
        private boolean tellWaiting(CommandCall call, PcapngWriter file) throws IOException {
            for (CapturedFrame frame = ring.poll(); frame != null; frame = ring.poll()) {
                if (options.capture()) {
                    file.write(frame);
                } else {
                    call.out().println(PacketLine.of(frame, device.isFramed(), ZoneId.systemDefault()));
                }
                if (++told == options.count()) {
                    return false;
                }
            }
            return true;
        }
    }
}
