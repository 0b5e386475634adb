package io.weft.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InterfaceAddressTest {

    @Property
    void whatIsWrittenIsRead(@ForAll int address, @ForAll @IntRange(min = 0, max = 32) int length) {
        InterfaceAddress one = new InterfaceAddress(address, length);
        assertThat(InterfaceAddress.parse(one.toString())).isEqualTo(one);
    }

    @Property
    void itsNetworkHoldsItAndItsBroadcast(@ForAll int address, @ForAll @IntRange(min = 0, max = 32) int length) {
        InterfaceAddress one = new InterfaceAddress(address, length);
        assertThat(one.network().contains(address)).isTrue();
        assertThat(one.network().contains(one.broadcast())).isTrue();
        assertThat(one.network().length()).isEqualTo(length);
    }

    @Test
    void broadcastHasAllHostBits() {
        assertThat(Ipv4.format(InterfaceAddress.parse("192.168.1.1/24").broadcast())).isEqualTo("192.168.1.255");
        assertThat(Ipv4.format(InterfaceAddress.parse("10.0.0.5/30").broadcast())).isEqualTo("10.0.0.7");
        assertThat(InterfaceAddress.parse("10.0.0.5/0").broadcast()).isEqualTo(Ipv4.BROADCAST);
    }

    @Test
    void pointToPointNetworksHaveNoBroadcast() {
        // RFC 3021
        assertThat(Ipv4.format(InterfaceAddress.parse("10.0.0.4/31").broadcast())).isEqualTo("10.0.0.4");
        assertThat(Ipv4.format(InterfaceAddress.parse("10.0.0.4").broadcast())).isEqualTo("10.0.0.4");
    }

    @Test
    void refusesWhatIsNoInterfaceAddress() {
        assertThatIllegalArgumentException().isThrownBy(() -> InterfaceAddress.parse("10.0.0.1/33")).withMessageContaining("10.0.0.1/33");
        assertThatIllegalArgumentException().isThrownBy(() -> InterfaceAddress.parse("10.0.0/24")).withMessageContaining("10.0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new InterfaceAddress(0, 33));
    }
}
