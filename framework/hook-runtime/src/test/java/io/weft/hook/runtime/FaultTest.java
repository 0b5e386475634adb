package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.weft.hook.PointOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import io.weft.hook.spi.Dispatcher;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A handler that fails, in every way it can.
class FaultTest {

    private final LogCapture log = new LogCapture();
    private final HookTables tables = HookTables.create();
    private final Letter letter = new Letter("Ada");

    @AfterEach
    void stopCapture() {
        log.close();
    }

    static Stream<Throwable> faults() {
        return Stream.of(
                new IllegalArgumentException("unchecked"),
                new IOException("checked, and not declared"),
                new InterruptedException("interrupted"),
                new NoSuchMethodError("gone"),
                new NoClassDefFoundError("post/Stamp"),
                new ExceptionInInitializerError("static"),
                new AssertionError("assertion"),
                new StackOverflowError(),
                new Throwable("neither exception nor error"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultDropsTheLetterWhereThePointFailsClosed(Throwable fault) {
        SortingOffice office = SortingOffice.strict(tables);
        Registration broken = attach(fault);
        office.sort(letter);
        assertThat(office.bag).isEmpty();
        assertThat(office.bin).containsExactly("Ada DROP");
        assertThat(broken.info().faults()).isEqualTo(1);
        assertThat(broken.info().seen()).isEqualTo(1);
        assertBlamed(fault, "is dropped");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultLetsTheLetterPassWhereThePointFailsOpen(Throwable fault) {
        SortingOffice office = SortingOffice.lenient(tables);
        Registration broken = attach(fault);
        Registration behind = tables.at("SORT", Letter.class).attach(1, "behind", any -> Verdict.ACCEPT);
        office.sort(letter);
        assertThat(office.bag).containsExactly(letter);
        assertThat(office.bin).isEmpty();
        assertThat(broken.info().faults()).isEqualTo(1);
        assertThat(behind.info().accepted()).isEqualTo(1);
        assertBlamed(fault, "passes nevertheless");
    }

    private void assertBlamed(Throwable fault, String fate) {
        assertThat(log.messages()).containsExactly("Plugin host: handler broken failed at hook point SORT; its subject " + fate);
        ILoggingEvent event = log.events().get(0);
        assertThat(event.getThrowableProxy().getClassName()).isEqualTo(fault.getClass().getName());
    }

    @Test
    void nullIsAFault() {
        SortingOffice office = SortingOffice.strict(tables);
        Registration silent = tables.at("SORT", Letter.class).attach(0, "silent", any -> nothing());
        office.sort(letter);
        assertThat(office.bin).containsExactly("Ada DROP");
        assertThat(silent.info().faults()).isEqualTo(1);
        assertThat(log.events().get(0).getThrowableProxy().getMessage()).contains("answered null");
    }

    @Test
    void endlessRecursionIsAFault() {
        SortingOffice office = SortingOffice.strict(tables);
        Registration endless = tables.at("SORT", Letter.class).attach(0, "endless", this::recurse);
        office.sort(letter);
        assertThat(office.bin).containsExactly("Ada DROP");
        assertThat(endless.info().faults()).isEqualTo(1);
    }

    @Test
    void dyingVirtualMachineIsNoHandlersFault() {
        SortingOffice office = SortingOffice.lenient(tables);
        Registration unlucky = attach(new OutOfMemoryError("heap"));
        assertThatThrownBy(() -> office.sort(letter)).isInstanceOf(OutOfMemoryError.class);
        assertThat(office.bag).isEmpty();
        assertThat(log.events()).isEmpty();
        unlucky.close();
        office.sort(letter);
        assertThat(office.bag).containsExactly(letter);
    }

    @Test
    void thousandFaultsAreCountedAndSaidOnce() {
        SortingOffice office = SortingOffice.strict(tables);
        Registration broken = attach(new IllegalStateException("broken"));
        for (int i = 0; i < 1_000; i++) {
            office.sort(letter);
        }
        assertThat(broken.info().faults()).isEqualTo(1_000);
        assertThat(office.bin).hasSize(1_000);
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void faultOfTheOwnersDisposalIsNotBlamedOnTheHandler() {
        tables.declare("BURN", Letter.class, PointOptions.failClosed((any, verdict) -> {
            throw new IllegalStateException("the bin is full");
        }));
        Registration censor = tables.at("BURN", Letter.class).attach(0, "censor", any -> Verdict.DROP);
        Dispatcher chain = tables.slot("BURN", Letter.class, "test").dispatcher();
        assertThatThrownBy(() -> chain.dispatch(letter)).hasMessage("the bin is full");
        assertThat(censor.info().dropped()).isEqualTo(1);
        assertThat(censor.info().faults()).isZero();
        assertThat(log.events()).isEmpty();
    }

    private Registration attach(Throwable fault) {
        return tables.at("SORT", Letter.class).attach(0, "broken", any -> {
            throw sneaky(fault);
        });
    }

    private Verdict recurse(Letter any) {
        return recurse(new Letter(any.to())) == Verdict.ACCEPT ? Verdict.DROP : Verdict.ACCEPT;
    }

    /// What a handler of careless code answers; a handler of checked code cannot.
    private static Verdict nothing() {
        return Map.<String, Verdict>of().get("verdict");
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable fault) throws T {
        throw (T) fault;
    }
}
