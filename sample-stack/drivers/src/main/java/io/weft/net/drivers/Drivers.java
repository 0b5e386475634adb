package io.weft.net.drivers;

import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The drivers there are, by scheme: opens `raw:eth0?kernel=keep`.
///
/// Immutable; for any thread.
public final class Drivers {

    private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

    private static final int MOST_BROKEN = 16;

    private final Map<String, DriverProvider> byScheme = new TreeMap<>();

    private Drivers() { }

    /// The drivers of this class path.
    public static Drivers found() {
        return found(List.of());
    }

    /// The drivers of this class path and of plugins.
    ///
    /// @param plugins loaders that are asked in turn for {@link DriverProvider} services; one that is broken is passed over and named in
    ///     the log. A scheme that is there already stays with whom it was with.
    public static Drivers found(Collection<ClassLoader> plugins) {
        Drivers drivers = new Drivers();
        drivers.addServices(Drivers.class.getClassLoader());
        plugins.forEach(drivers::addServices);
        return drivers;
    }

    /// These and more, which must have other schemes.
    ///
    /// @throws IllegalArgumentException for a scheme that is there already
    public Drivers and(DriverProvider... more) {
        Drivers both = new Drivers();
        both.byScheme.putAll(byScheme);
        for (DriverProvider provider : more) {
            if (both.byScheme.putIfAbsent(provider.scheme(), provider) != null) {
                throw new IllegalArgumentException("there is a driver '" + provider.scheme() + "' already");
            }
        }
        return both;
    }

    private void addServices(ClassLoader loader) {
        Iterator<DriverProvider> services = ServiceLoader.load(DriverProvider.class, loader).iterator();
        // the iterator goes on behind a broken entry, but stays at a loader that cannot be read at all
        for (int broken = 0; broken < MOST_BROKEN; ) {
            try {
                if (!services.hasNext()) {
                    return;
                }
                add(services.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                broken++;
                LOG.warn("a driver of {} cannot be loaded and is left out: {}", loader, e.toString());
            }
        }
    }

    private void add(DriverProvider provider) {
        DriverProvider before = byScheme.putIfAbsent(provider.scheme(), provider);
        // a plugin's loader finds its parent's services again
        if (before != null && before.getClass() != provider.getClass()) {
            LOG.warn("the driver {} is left out, because {} has the scheme '{}' already",
                    provider.getClass().getName(), before.getClass().getName(), provider.scheme());
        }
    }

    /// Opens a driver by a word such as `wire:lab`.
    ///
    /// @throws DriverException with a text for the user
    public Driver open(String uri) throws DriverException {
        return open(DriverUri.parse(uri));
    }

    /// Opens a driver.
    ///
    /// @throws DriverException with a text for the user
    public Driver open(DriverUri uri) throws DriverException {
        DriverProvider provider = byScheme.get(uri.scheme());
        if (provider == null) {
            throw new DriverException(uri.name() + ": there is no driver '" + uri.scheme() + "'; there are "
                    + String.join(", ", byScheme.keySet()));
        }
        return provider instanceof DriverWrapper wrapper ? wrapper.open(uri.target(), uri.options(), this::open)
                : provider.open(uri.target(), uri.options());
    }

    /// What can be opened and with which options, for `--help`.
    public String help() {
        return byScheme.values().stream().map(DriverProvider::help).collect(Collectors.joining("\n"));
    }
}
