package io.weft.net.testkit.trial;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import io.weft.net.packet.Packet;
import io.weft.net.stack.NetStack;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two hosts, each with a card that a plugin's driver drives, of which one pings the other.
final class TrialCable implements AutoCloseable {

    private static final String[] ADDRESSES = {"10.7.0.1", "10.7.0.2"};
    private static final String CARD = "card";
    private static final int MOST_TURNS = 100;
    /// In the second card's word: what the first one's name says behind its scheme.
    private static final String FIRST = "{}";

    private final List<NetStack> hosts = new ArrayList<>();
    private final List<Driver> drivers = new ArrayList<>();
    private int sequence;

    private TrialCable() { }

    /// @param words of the first card and of the second, parted by a blank
    static TrialCable between(String words, PluginHost plugins) throws DriverException {
        String[] each = words.split("\\s+");
        if (each.length != ADDRESSES.length) {
            throw new DriverException("weft.trial.nics is '" + words + "', but wants two words for cards");
        }
        TrialCable cable = new TrialCable();
        try {
            for (int i = 0; i < ADDRESSES.length; i++) {
                cable.plug(cable.drivers.isEmpty() ? each[i] : each[i].replace(FIRST, target(cable.drivers.getFirst().name())), ADDRESSES[i], plugins);
            }
            return cable;
        } catch (DriverException | RuntimeException e) {
            cable.close();
            throw e;
        }
    }

    private void plug(String word, String address, PluginHost plugins) throws DriverException {
        Driver driver = open(word, plugins.services(DriverProvider.class));
        NetStack host = NetStack.builder().name(address).poolPackets(256).build();
        hosts.add(host);
        drivers.add(driver);
        host.addDevice(CARD, driver);
        host.addAddress(CARD, InterfaceAddress.parse(address + "/24"));
    }

    private static Driver open(String word, List<DriverProvider> providers) throws DriverException {
        String scheme = word.contains(":") ? word.substring(0, word.indexOf(':')) : word;
        DriverProvider provider = providers.stream().filter(each -> each.scheme().equals(scheme)).findFirst().orElseThrow(() -> new DriverException(
                "weft.trial.nics names the driver '" + scheme + "', but the plugin publishes " + providers.stream().map(DriverProvider::scheme).toList()));
        String[] parts = target(word).split("\\?", 2);
        Map<String, String> options = new LinkedHashMap<>();
        if (parts.length == 2) {
            for (String option : parts[1].split("&")) {
                String[] pair = option.split("=", 2);
                options.put(pair[0], pair.length == 2 ? pair[1] : "");
            }
        }
        return provider.open(parts[0], options);
    }

    private static String target(String word) {
        return word.substring(word.indexOf(':') + 1);
    }

    /// The second host pings the first, and both do what is to be done by now.
    void work() {
        NetStack from = hosts.get(1);
        sequence++;
        Packet request = PacketBuilder.echoRequest(ADDRESSES[1], ADDRESSES[0], 1, sequence & 0xFFFF).build(from.pool());
        from.send(request);
        for (int i = 0; i < MOST_TURNS; i++) {
            boolean busy = false;
            for (NetStack host : hosts) {
                busy |= host.turn();
            }
            if (!busy) {
                return;
            }
        }
    }

    List<String> figures() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < drivers.size(); i++) {
            DriverCounters counts = drivers.get(i).counters();
            lines.add(ADDRESSES[i] + "  " + drivers.get(i).name() + "  RX " + counts.rxPackets() + " packets, " + counts.rxDropped() + " dropped, "
                    + counts.rxErrors() + " errors  TX " + counts.txPackets() + " packets, " + counts.txDropped() + " dropped, " + counts.txErrors()
                    + " errors");
        }
        return lines;
    }

    @Override
    public void close() {
        // with the drivers
        hosts.forEach(NetStack::close);
    }
}
