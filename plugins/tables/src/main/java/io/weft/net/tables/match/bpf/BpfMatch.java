package io.weft.net.tables.match.bpf;

import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// A program that a rule runs over its packets, the kernel's `bpf_mt`.
///
/// @param random for programs that ask for chance
record BpfMatch(List<BpfInstruction> program, RandomGenerator random) implements RuleMatch {

    @Override
    public void check(RuleSite site) throws RefusedException {
        new BpfCheck(program).check();
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        return new BpfMachine(program, random);
    }

    @Override
    public String save() {
        return "--bytecode \"" + program.size() + "," + text() + "\"";
    }

    @Override
    public boolean listedApart() {
        return false;
    }

    @Override
    public String list(boolean numeric) {
        // iptables ends the program with C's end of a text
        return "match bpf " + text() + "\0";
    }

    private String text() {
        return program.stream().map(BpfInstruction::toString).collect(Collectors.joining(","));
    }
}
