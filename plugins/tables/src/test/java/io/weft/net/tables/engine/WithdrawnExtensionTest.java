package io.weft.net.tables.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What is told of rules that go with the extension that they use.
class WithdrawnExtensionTest {

    private final StackDouble stack = new StackDouble();
    private final Logger logger = (Logger) LoggerFactory.getLogger(TableRegistry.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();

    WithdrawnExtensionTest() {
        told.start();
        logger.addAppender(told);
    }

    @AfterEach
    void close() {
        logger.detachAppender(told);
        stack.close();
    }

    @Test
    void operatorIsWarnedOfTheRules() {
        assertThat(warningsWhenOneGoes(false)).containsExactly("1 rules of table filter went with their extension nth");
    }

    @Test
    void nobodyIsWarnedWhenTheWholeHostCloses() {
        assertThat(warningsWhenOneGoes(true)).isEmpty();
    }

    private List<String> warningsWhenOneGoes(boolean closing) {
        var registry = new TableRegistry(stack, true, () -> closing);
        registry.register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN).build());
        RuleTables.Lease lease = registry.add(OddWords.all().getFirst());
        var shell = new Shell(registry);
        shell.ok("iptables -A INPUT -m nth --every 2");
        lease.close();
        assertThat(shell.rules("INPUT")).isEmpty();
        return told.list.stream().filter(event -> event.getLevel() == Level.WARN).map(ILoggingEvent::getFormattedMessage).toList();
    }
}
