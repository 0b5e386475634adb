package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SipHashTest {

    /// The authors' vector for the 16 bytes 00 to 0f under the key 00 to 0f.
    @Test
    void isTheAuthorsFunction() {
        SipHash hash = new SipHash(0x0706_0504_0302_0100L, 0x0f0e_0d0c_0b0a_0908L);
        assertThat(hash.of(0x0706_0504_0302_0100L, 0x0f0e_0d0c_0b0a_0908L)).isEqualTo(0x3f2a_cc7f_57c2_9bdbL);
    }
}
