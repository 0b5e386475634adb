package io.weft.net.testkit.network;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A JUnit test with a {@link Network} of its own, as a parameter of the test and of its `@BeforeEach`, which then serves a class whose
/// tests are all of this kind.
///
///     @NetworkTest
///     void datagramsSurviveALongWay(Network net) {
///         Host client = net.host("client");
///         Host server = net.host("server");
///         net.link(client, server).delay(Duration.ofMillis(300));
///         …
///     }
///
/// When it fails, the failure shows the network as it was then, the seed, and where the packets of all links were written to
/// (`target/network-captures`, or the folder of `-Dweft.captures`).
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Test
@ExtendWith(NetworkExtension.class)
public @interface NetworkTest {

    /// What all chance follows from. `-Dweft.seed=NUMBER` takes the place of every test's, `-Dweft.seed=random` that of every run's.
    long seed() default 1;

    NetworkClock clock() default NetworkClock.VIRTUAL;
}
