package io.weft.net.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandAnswerTest {

    private static final class Repeat implements Command {

        @Override
        public String name() {
            return "repeat";
        }

        @Override
        public String summary() {
            return "says what it is told";
        }

        @Override
        public int run(CommandCall call) {
            call.out().print(String.join("|", call.arguments()));
            call.err().print("nothing to add");
            return call.arguments().size();
        }
    }

    @Test
    void hasWhatTheCommandPrintedAndItsExitCode() {
        assertThat(CommandAnswer.to(List.of(new Repeat()), "repeat -A  INPUT")).isEqualTo(new CommandAnswer(2, "-A|INPUT", "nothing to add"));
    }

    @Test
    void commandThatNobodyHasIsRefusedWithThoseThereAre() {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandAnswer.to(List.of(new Repeat()), "iptables -L"))
                .withMessage("there is no command iptables among [repeat]");
    }
}
