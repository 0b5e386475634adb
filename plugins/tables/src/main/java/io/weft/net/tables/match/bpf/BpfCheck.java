package io.weft.net.tables.match.bpf;

import io.weft.net.tables.extension.RefusedException;
import java.util.Arrays;
import java.util.List;

/// Whether a program may run: that it ends, stays within its memory and reads no cell that it may not have written. The kernel's
/// `bpf_check_classic`.
final class BpfCheck {

    private final List<BpfInstruction> program;

    BpfCheck(List<BpfInstruction> program) {
        this.program = program;
    }

    /// @throws RefusedException naming the first instruction that is wrong
    void check() throws RefusedException {
        for (int at = 0; at < program.size(); at++) {
            if (!mayStand(program.get(at), at)) {
                throw refused(at);
            }
        }
        int last = program.size() - 1;
        int end = program.get(last).code();
        if (end != BpfCode.RET_K && end != BpfCode.RET_A) {
            throw refused(last);
        }
        checkMemory();
    }

    private boolean mayStand(BpfInstruction instruction, int at) {
        int k = instruction.k();
        int behind = program.size() - at - 1;
        return switch (instruction.code()) {
            case BpfCode.LD_W_ABS, BpfCode.LD_H_ABS, BpfCode.LD_B_ABS -> !Ancillary.isBeyondBytes(k) || Ancillary.exists(k);
            case BpfCode.LD_W_IND, BpfCode.LD_H_IND, BpfCode.LD_B_IND, BpfCode.LD_IMM, BpfCode.LD_LEN, BpfCode.LDX_IMM, BpfCode.LDX_LEN,
                 BpfCode.LDX_MSH, BpfCode.RET_K, BpfCode.RET_A, BpfCode.TAX, BpfCode.TXA -> true;
            case BpfCode.ADD_K, BpfCode.SUB_K, BpfCode.MUL_K, BpfCode.OR_K, BpfCode.AND_K, BpfCode.XOR_K, BpfCode.NEG -> true;
            case BpfCode.ADD_X, BpfCode.SUB_X, BpfCode.MUL_X, BpfCode.DIV_X, BpfCode.MOD_X, BpfCode.OR_X, BpfCode.AND_X, BpfCode.XOR_X,
                 BpfCode.LSH_X, BpfCode.RSH_X -> true;
            case BpfCode.DIV_K, BpfCode.MOD_K -> k != 0;
            case BpfCode.LSH_K, BpfCode.RSH_K -> Integer.compareUnsigned(k, Integer.SIZE) < 0;
            case BpfCode.LD_MEM, BpfCode.LDX_MEM, BpfCode.ST, BpfCode.STX -> Integer.compareUnsigned(k, BpfCode.MEMORY) < 0;
            case BpfCode.JA -> Integer.compareUnsigned(k, behind) < 0;
            default -> BpfCode.isConditionalJump(instruction.code()) && instruction.whenTrue() < behind && instruction.whenFalse() < behind;
        };
    }

    /// Follows which cells are written on every way to an instruction; jumps only lead forward.
    private void checkMemory() throws RefusedException {
        int[] written = new int[program.size()];
        Arrays.fill(written, -1);
        int valid = 0;
        for (int at = 0; at < program.size(); at++) {
            BpfInstruction instruction = program.get(at);
            valid &= written[at];
            switch (instruction.code()) {
                case BpfCode.ST, BpfCode.STX -> valid |= 1 << instruction.k();
                case BpfCode.LD_MEM, BpfCode.LDX_MEM -> {
                    if ((valid & 1 << instruction.k()) == 0) {
                        throw refused(at);
                    }
                }
                case BpfCode.JA -> {
                    written[at + 1 + instruction.k()] &= valid;
                    valid = -1;
                }
                default -> {
                    if (BpfCode.isConditionalJump(instruction.code())) {
                        written[at + 1 + instruction.whenTrue()] &= valid;
                        written[at + 1 + instruction.whenFalse()] &= valid;
                        valid = -1;
                    }
                }
            }
        }
    }

    private RefusedException refused(int at) {
        return RefusedException.invalid("bpf: instruction " + at + ", " + program.get(at) + ", may not stand there");
    }
}
