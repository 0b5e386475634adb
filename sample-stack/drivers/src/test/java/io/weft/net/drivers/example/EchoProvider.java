package io.weft.net.drivers.example;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import io.weft.net.driver.Offloads;
import io.weft.net.drivers.DriverOptions;
import io.weft.net.drivers.MacAddresses;
import io.weft.net.drivers.Tally;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.PacketQueue;
import java.util.Map;

/// `echo:NAME?mtu=BYTES`: a link at whose end a mirror sends every frame back.
public final class EchoProvider implements DriverProvider {

    @Override
    public String scheme() {
        return "echo";
    }

    @Override
    public String help() {
        return "echo:NAME       sends every frame back\n    mtu=BYTES       largest IP packet (usual: 1500)";
    }

    @Override
    public Driver open(String target, Map<String, String> given) throws DriverException {
        DriverOptions options = new DriverOptions("echo:" + target, given, "mtu");
        return new EchoDriver(target, options.mtu("mtu", 1500));
    }

    private static final class EchoDriver implements Driver {
        private static final int ROOM = 256;

        private final String target;
        private final int mtu;
        private final PacketQueue mirrored = new PacketQueue();
        private final Tally tally = new Tally();
        private Runnable waker = () -> { };

        EchoDriver(String target, int mtu) {
            this.target = target;
            this.mtu = mtu;
        }

        @Override
        public int poll(PacketBatch batch, PacketPool pool) {
            int added = 0;
            while (!batch.isFull() && !mirrored.isEmpty()) {
                Packet packet = pool.take();
                if (packet == null) {
                    break;                                   // no buffer left: the frames wait
                }
                Packet sent = mirrored.poll();
                packet.put(sent.length());
                packet.copyFrom(0, sent, 0, sent.length());
                tally.received(1, sent.length());
                sent.release();
                batch.add(packet);
                added++;
            }
            return added;
        }

        @Override
        public void transmit(PacketBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                Packet packet = batch.get(i);
                if (mirrored.size() < ROOM) {
                    tally.sent(1, packet.length());
                    mirrored.add(packet);
                } else {
                    tally.transmitDropped(1);
                    packet.release();                        // every packet of the batch is this driver's
                }
            }
            batch.clear();
            waker.run();
        }

        @Override
        public void onArrival(Runnable run) {
            waker = run;
        }

        @Override
        public void close() {
            while (!mirrored.isEmpty()) {
                mirrored.poll().release();
            }
        }

        @Override
        public String name() {
            return "echo:" + target;
        }

        @Override
        public LinkLayer linkLayer() {
            return LinkLayer.ETHERNET;
        }

        @Override
        public MacAddress mac() {
            return MacAddresses.derived(target, 1);
        }

        @Override
        public int mtu() {
            return mtu;
        }

        @Override
        public Offloads offloads() {
            return Offloads.NONE;                            // so every frame comes finished and cut
        }

        @Override
        public boolean linkUp() {
            return true;
        }

        @Override
        public DriverCounters counters() {
            return tally.snapshot();
        }
    }
}
