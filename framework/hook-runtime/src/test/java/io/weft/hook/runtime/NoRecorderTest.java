package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.PointOptions;
import io.weft.hook.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A Java image without the module jdk.jfr runs hook tables all the same.
@Timeout(60)
class NoRecorderTest {

    /// What the other JVM runs: a chain swap, a fault, an owner that comes and goes.
    static final class Program {

        public static void main(String[] arguments) {
            HookTables tables = HookTables.create();
            tables.declare("SORT", Letter.class, PointOptions.failOpen((letter, verdict) -> { }));
            OwnedHooks customs = tables.ownedBy("customs");
            customs.at("SORT", Letter.class).attach(0, "broken", any -> {
                throw new IllegalStateException("broken");
            });
            customs.at("SORT", Letter.class).attach(1, "open", any -> Verdict.ACCEPT);
            Objects.requireNonNull(tables.slot("SORT", Letter.class, "test").dispatcher()).dispatch(new Letter("Ada"));
            long faults = tables.describe().points().get(0).handlers().get(0).handler().faults();
            customs.close();
            System.out.println("recorder " + ModuleLayer.boot().findModule("jdk.jfr").isPresent() + ", faults " + faults);
        }
    }

    @Test
    void tablesRunWithoutTheModule() throws IOException, InterruptedException {
        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules", "java.base,java.logging,java.xml,java.naming", "-cp", System.getProperty("java.class.path"), Program.class.getName())
                .redirectErrorStream(true).start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(output).isZero();
        assertThat(output).endsWith("recorder false, faults 1" + System.lineSeparator());
    }
}
