package io.weft.net.driver;

import java.util.Map;

/// Opens drivers of one scheme. Named in `META-INF/services/io.weft.net.driver.DriverProvider`.
public interface DriverProvider {

    /// The word before the colon: `raw` in `raw:eth0`.
    String scheme();

    /// What follows the colon and which options there are, in a line or a few.
    String help();

    /// Opens a driver.
    ///
    /// @param target what stands behind the colon, such as `eth0`
    /// @param options words of the form `key=value` or `key` (value empty) that the user gave after `?`, such as `raw:eth0?kernel=keep`
    /// @throws DriverException with a text that names the thing and says what to do: no such interface, not permitted and which
    ///     capability is missing, an option that does not exist
    Driver open(String target, Map<String, String> options) throws DriverException;
}
