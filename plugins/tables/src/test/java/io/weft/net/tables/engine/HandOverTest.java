package io.weft.net.tables.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.RuleTables.Lease;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.extension.TargetExtension;
import io.weft.net.tables.iptables.SavedRules;
import io.weft.net.tables.match.StandardMatches;
import io.weft.net.tables.match.rate.RateMatches;
import io.weft.net.tables.match.rate.RecentLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Another life of a plugin takes over what the one before it had.
class HandOverTest {

    private static final TableSpec FILTER = TableSpec.named("filter").owner("filter").chain("INPUT", PacketHooks.LOCAL_IN).build();

    private final StackDouble stack = new StackDouble();
    private final TestPackets packets = new TestPackets(stack);
    private final TableRegistry registry = new TableRegistry(stack);
    private final RuleTable table = registry.register(FILTER);
    private final Shell shell = new Shell(registry);
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void extensions() {
        registry.reading(new SavedRules(registry));
        StandardMatches.all(stack).forEach(registry::add);
        RateMatches.all(stack, new RecentLimits(100, 20)).forEach(registry::add);
    }

    @AfterEach
    void noPacketIsLeft() {
        stack.close();
    }

    @Test
    void rulesGoOnWithTheNewLifeOfTheirExtensionAndKeepTheRest() throws Exception {
        Lease old = registry.add(shout(9, "old "));
        shell.ok("iptables -A INPUT -m limit --limit 1/hour --limit-burst 2 -j SHOUT --word one", "iptables -A INPUT -p udp -j SHOUT --word two");
        send();
        Lease young = registry.add(shout(9, "new "));
        send();
        old.close();
        send();
        assertThat(heard).as("the first rule's limit is used up and stays so").containsExactly("old one", "old two", "old one", "old two", "new two");
        assertThat(shell.ok("iptables -S INPUT -v")).contains("-m limit --limit 1/hour --limit-burst 2 -c 2 80 -j SHOUT --word one",
                "-c 3 120 -j SHOUT --word two");
        young.close();
        assertThat(shell.rules("INPUT")).as("rules leave with the last one").isEmpty();
    }

    @Test
    void newLifeThatDoesNotUnderstandARuleIsRefusedAndTheOldOneStays() throws Exception {
        registry.add(shout(9, "old "));
        shell.ok("iptables -A INPUT -j SHOUT --word longword");
        TargetExtension young = shout(3, "new ");
        assertThatThrownBy(() -> registry.add(young)).isInstanceOf(IllegalStateException.class)
                .hasMessage("rules use extension SHOUT in a way that it does not understand: table filter, chain INPUT, "
                        + "SHOUT '--word longword': SHOUT: 'longword' is too long");
        send();
        assertThat(heard).containsExactly("old longword");
        assertThat(shell.run("iptables -A INPUT -j SHOUT --word again").exitCode()).isZero();
    }

    @Test
    void newLifeThatNeverComesLeavesTheOldOneAlone() throws Exception {
        Lease old = registry.add(shout(9, "old "));
        shell.ok("iptables -A INPUT -j SHOUT --word one");
        registry.add(shout(9, "new ")).close();
        send();
        assertThat(heard).containsExactly("old one");
        old.close();
        assertThat(shell.rules("INPUT")).isEmpty();
    }

    @Test
    void tableStaysWithItsRulesUntilBothLivesHaveClosedIt() {
        shell.ok("iptables -P INPUT DROP", "iptables -A INPUT -p udp");
        RuleTable young = registry.register(FILTER);
        send();
        table.close();
        table.close();
        Packet packet = packets.udp(1, 2);
        young.chain("INPUT").run(packet);
        packet.release();
        assertThat(shell.ok("iptables -S INPUT -v")).isEqualTo("-P INPUT DROP -c 2 80\n-A INPUT -p udp -c 2 80\n");
        young.close();
        assertThat(shell.run("iptables -L").exitCode()).isEqualTo(3);
    }

    @Test
    void tableOfAnotherOwnerOrWithOtherChainsIsRefused() {
        assertThatThrownBy(() -> registry.register(TableSpec.named("filter").owner("mine").chain("INPUT", PacketHooks.LOCAL_IN).build()))
                .hasMessage("there is a table filter");
        assertThatThrownBy(() -> registry.register(TableSpec.named("filter").owner("filter").chain("OUTPUT", PacketHooks.LOCAL_OUT).build()))
                .hasMessage("the table filter that is there has other chains");
    }

    private void send() {
        Packet packet = packets.udp(1, 2);
        table.chain("INPUT").run(packet);
        packet.release();
    }

    /// The extension with a class of its own, as each life of a plugin has it.
    private TargetExtension shout(int longest, String prefix) throws ReflectiveOperationException {
        Consumer<String> tell = word -> heard.add(prefix + word);
        return (TargetExtension) new Life().loadClass(Shout.class.getName()).getConstructor(Integer.class, Consumer.class).newInstance(longest, tell);
    }

    /// A loader that has the extension's classes by itself.
    private static final class Life extends ClassLoader {

        Life() {
            super(HandOverTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Shout.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream bytes = Objects.requireNonNull(getResourceAsStream(name.replace('.', '/') + ".class"))) {
                byte[] all = bytes.readAllBytes();
                return defineClass(name, all, 0, all.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
