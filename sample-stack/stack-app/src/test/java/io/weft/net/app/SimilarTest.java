package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarTest {

    private static final List<String> KNOWN = List.of("demo", "run", "iptables", "iptables-save", "iptables-restore");

    @Test
    void findsWordsWithASlipOrTheirBeginning() {
        assertThat(Similar.suggestion("dmeo", KNOWN)).isEqualTo("; did you mean 'demo'?");
        assertThat(Similar.suggestion("iptable", KNOWN)).startsWith("; did you mean 'iptables' or 'iptables-");
        assertThat(Similar.suggestion("rnu", KNOWN)).isEmpty();
        assertThat(Similar.suggestion("ru", KNOWN)).isEqualTo("; did you mean 'run'?");
    }

    @Test
    void guessesNothingFarFetched() {
        assertThat(Similar.suggestion("frobnicate", KNOWN)).isEmpty();
        assertThat(Similar.suggestion("x", KNOWN)).isEmpty();
    }
}
