package io.weft.net.tables.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.netfilter.PacketHooks;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.match.StandardMatches;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DryRunTest {

    private static final String THERE = """
            *filter
            :INPUT ACCEPT [0:0]
            :old - [0:0]
            -A INPUT -s 10.0.0.1/32 -j DROP
            -A INPUT -s 10.0.0.2/32 -j DROP
            -A INPUT -s 10.0.0.3/32 -j old
            -A old -j RETURN
            COMMIT
            """;

    private final StackDouble stack = new StackDouble();
    private Shell shell = new Shell(new TableRegistry(stack));

    @BeforeEach
    void restore() {
        var registry = new TableRegistry(stack);
        StandardMatches.all(stack).forEach(registry::add);
        registry.register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN).build());
        registry.register(TableSpec.named("raw").chain("PREROUTING", PacketHooks.PRE_ROUTING).build());
        shell = new Shell(registry);
        assertThat(shell.run("iptables-restore", THERE).exitCode()).isZero();
    }

    @AfterEach
    void noPacketIsLeft() {
        stack.close();
    }

    @Test
    void sameRulesAreNoChange() {
        assertThat(shell.run("iptables-restore --dry-run", THERE)).isEqualTo(new Shell.Result("", "", 0));
    }

    @Test
    void differenceNamesChainsRulesAndTheirNumbers() {
        String before = shell.ok("iptables-save");
        assertThat(shell.run("iptables-restore --dry-run", """
                *filter
                :INPUT DROP [0:0]
                :new - [0:0]
                -A INPUT -s 10.0.0.1/32 -j DROP
                -A INPUT -s 10.0.0.4/32 -j DROP
                -A INPUT -s 10.0.0.5/32 -j DROP
                -A new -j RETURN
                COMMIT
                *raw
                -A PREROUTING -p udp
                COMMIT
                """)).isEqualTo(new Shell.Result("""
                --- filter
                +++ filter
                -:INPUT ACCEPT
                -:old -
                +:INPUT DROP
                +:new -
                @@ INPUT -2,2 +2,2 @@
                --A INPUT -s 10.0.0.2/32 -j DROP
                --A INPUT -s 10.0.0.3/32 -j old
                +-A INPUT -s 10.0.0.4/32 -j DROP
                +-A INPUT -s 10.0.0.5/32 -j DROP
                @@ new -0,0 +1 @@
                +-A new -j RETURN
                @@ old -1 +0,0 @@
                --A old -j RETURN
                --- raw
                +++ raw
                @@ PREROUTING -0,0 +1 @@
                +-A PREROUTING -p udp
                """, "", 5));
        assertThat(shell.ok("iptables-save")).isEqualTo(before);
    }

    @Test
    void keptRulesAreNoDifference() {
        assertThat(shell.run("iptables-restore --noflush --dry-run", "*filter\n-I INPUT 2 -p udp\nCOMMIT\n").out())
                .isEqualTo("--- filter\n+++ filter\n@@ INPUT -1,0 +2 @@\n+-A INPUT -p udp\n");
    }

    @Test
    void whatWouldBeRefusedIsRefused() {
        assertThat(shell.run("iptables-restore --dry-run", "*filter\n:a -\n-A INPUT -j a\n-A a -j a\nCOMMIT\n"))
                .isEqualTo(new Shell.Result("", "iptables-restore: line 5 failed\n", 1));
        assertThat(shell.run("iptables-restore --dry-run", "*filter\n-A INPUT -j NOWHERE\nCOMMIT\n").exitCode()).isEqualTo(2);
    }

    @Test
    void tenThousandRulesAreComparedAtOnce() {
        var text = new StringBuilder("*filter\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("-A INPUT -s 10.1.").append(i >> 8).append('.').append(i & 255).append("/32 -j DROP\n");
        }
        assertThat(shell.run("iptables-restore", text + "COMMIT\n").exitCode()).isZero();
        String other = text.toString().replaceFirst("-A INPUT -s 10.1.7.7/32 -j DROP\n", "") + "-A INPUT -p udp -j DROP\nCOMMIT\n";
        assertThat(shell.run("iptables-restore --dry-run", other).out()).isEqualTo("""
                --- filter
                +++ filter
                @@ INPUT -1800 +1799,0 @@
                --A INPUT -s 10.1.7.7/32 -j DROP
                @@ INPUT -10000,0 +10000 @@
                +-A INPUT -p udp -j DROP
                """);
    }

    @Test
    void helpNamesIt() {
        assertThat(shell.run("iptables-restore -h").err()).contains("--dry-run");
    }
}
