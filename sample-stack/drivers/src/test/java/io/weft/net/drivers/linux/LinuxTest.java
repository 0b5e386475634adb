package io.weft.net.drivers.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.driver.DriverException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxTest {

    @ParameterizedTest
    @CsvSource({"6.18.44-fc, 6, 2, true", "6.2.0, 6, 2, true", "6.1.99, 6, 2, false", "5.15.0-91-generic, 5, 12, true",
        "7.0, 6, 2, true", "4.19, 5, 0, false", "unknown, 1, 0, false"})
    void comparesVersions(String version, int major, int minor, boolean isAtLeast) {
        assertThat(Linux.isAtLeast(version, major, minor)).isEqualTo(isAtLeast);
    }

    @Test
    void saysThatOtherSystemsWillNotDo() {
        assertThatThrownBy(() -> Linux.require("raw:en0", "Mac OS X", "aarch64")).isInstanceOf(DriverException.class)
                .hasMessage("raw:en0: needs Linux on x86-64, AArch64 or RISC-V 64; this is Mac OS X on aarch64."
                        + " wire: and pcap: work everywhere");
        assertThatThrownBy(() -> Linux.require("raw:eth0", "Linux", "s390x")).hasMessageContaining("this is Linux on s390x");
        assertThatCode(() -> Linux.require("raw:eth0", "Linux", "aarch64")).doesNotThrowAnyException();
    }
}
