package io.weft.net.drivers.faulty;

import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.drivers.DriverOptions;
import io.weft.net.drivers.DriverUri;
import io.weft.net.drivers.DriverWrapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Opens `faulty:DRIVER`: any driver behind a bad link.
public final class FaultyProvider implements DriverWrapper {

    private static final List<String> OWN = List.of("loss", "reorder", "duplicate", "corrupt", "delay", "jitter", "way", "seed");
    private static final int MOST_SEED = 999_999_999;

    @Override
    public String scheme() {
        return "faulty";
    }

    @Override
    public String help() {
        return """
                faulty:DRIVER   another driver behind a bad link, such as faulty:tap:tap0?loss=2&delay=20ms
                    loss=, reorder=, duplicate=, corrupt=PERCENT  how many frames suffer that; 2.5 for 25 of 1000 (usual: 0)
                    delay=TIME, jitter=TIME  how long frames take, and how much longer at most: 20ms, 500us (usual: 0ms)
                    way=both|in|out  which way: to the stack, or from it (usual: both)
                    seed=NUMBER     which frames suffer (usual: 1)
                    and the options of the other driver""";
    }

    @Override
    public Driver open(String target, Map<String, String> given, Opener others) throws DriverException {
        String name = "faulty:" + target;
        int colon = target.indexOf(':');
        if (colon < 1) {
            throw new DriverException(name + ": wants another driver, such as faulty:tap:tap0");
        }
        Map<String, String> own = new LinkedHashMap<>(given);
        own.keySet().retainAll(OWN);
        Map<String, String> rest = new LinkedHashMap<>(given);
        rest.keySet().removeAll(OWN);
        DriverOptions options = new DriverOptions(name, own, OWN.toArray(String[]::new));
        LinkQuality quality = LinkQuality.PERFECT
                .withLoss(options.share("loss")).withReorder(options.share("reorder"))
                .withDuplicate(options.share("duplicate")).withCorrupt(options.share("corrupt"))
                .withDelay(options.duration("delay")).withJitter(options.duration("jitter"));
        String way = options.word("way", "both", "both", "in", "out");
        int seed = options.number("seed", 1, 0, MOST_SEED);
        Driver behind = others.open(new DriverUri(target.substring(0, colon), target.substring(colon + 1), rest));
        try {
            return new FaultyDriver(behind, way.equals("out") ? LinkQuality.PERFECT : quality,
                    way.equals("in") ? LinkQuality.PERFECT : quality, seed);
        } catch (IllegalArgumentException e) {
            behind.close();
            throw new DriverException(name + ": " + e.getMessage(), e);
        }
    }
}
