package io.weft.net.drivers;

import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.driver.DriverProvider;
import java.util.Map;

/// Opens drivers that stand before another: the target of `faulty:tap:tap0?loss=2` is `tap:tap0`.
///
/// It is found and named as other providers are. Options that are not its own are the other driver's.
public interface DriverWrapper extends DriverProvider {

    /// Opens whichever driver stands behind.
    interface Opener {
        Driver open(DriverUri uri) throws DriverException;
    }

    /// Opens a driver before another.
    ///
    /// @param target the word of the other, without options, such as `tap:tap0`
    /// @param options its own and the other's
    Driver open(String target, Map<String, String> options, Opener others) throws DriverException;

    @Override
    default Driver open(String target, Map<String, String> options) throws DriverException {
        return open(target, options, Drivers.found()::open);
    }
}
