package io.weft.net.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernel of this machine logs the same packets as this plugin, in a network namespace; both say the same.
class KernelLogIT {

    private static final int CANNOT = 77;

    @TempDir
    Path folder;

    @Test
    void kernelAndPluginSayTheSame() throws Exception {
        String kernel = kernel();
        KernelLineTest.compareLog(KernelSays.parse(kernel));
        KernelLineTest.compareTrace(KernelSays.parse(kernel));
    }

    private String kernel() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        int exitCode;
        try {
            exitCode = new ProcessBuilder("python3", "src/test/kernel/log.py").redirectOutput(out.toFile()).redirectError(err.toFile())
                    .start().waitFor();
        } catch (IOException e) {
            exitCode = CANNOT;
            Files.writeString(err, "there is no python3 on this machine");
        }
        String reason = Files.readString(err).strip();
        if (exitCode == CANNOT) {
            System.out.println("KernelLogIT is skipped: " + reason);
        }
        assumeTrue(exitCode != CANNOT, reason);
        assertThat(exitCode).as(reason).isZero();
        return Files.readString(out);
    }
}
