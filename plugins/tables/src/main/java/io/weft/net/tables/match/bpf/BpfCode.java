package io.weft.net.tables.match.bpf;

/// The codes of instructions, by the names that the BPF paper and `linux/filter.h` build them of: A is the accumulator, X the index
/// register, P the packet from the IP header on, M the memory.
final class BpfCode {

    // A = P[k], P[X + k], k, the length, M[k]
    static final int LD_W_ABS = 0x20;
    static final int LD_H_ABS = 0x28;
    static final int LD_B_ABS = 0x30;
    static final int LD_W_IND = 0x40;
    static final int LD_H_IND = 0x48;
    static final int LD_B_IND = 0x50;
    static final int LD_IMM = 0x00;
    static final int LD_LEN = 0x80;
    static final int LD_MEM = 0x60;

    // X = k, the length, M[k], four times the low half of P[k]
    static final int LDX_IMM = 0x01;
    static final int LDX_LEN = 0x81;
    static final int LDX_MEM = 0x61;
    static final int LDX_MSH = 0xB1;

    // M[k] = A, X
    static final int ST = 0x02;
    static final int STX = 0x03;

    // A = A op k
    static final int ADD_K = 0x04;
    static final int SUB_K = 0x14;
    static final int MUL_K = 0x24;
    static final int DIV_K = 0x34;
    static final int OR_K = 0x44;
    static final int AND_K = 0x54;
    static final int LSH_K = 0x64;
    static final int RSH_K = 0x74;
    static final int NEG = 0x84;
    static final int MOD_K = 0x94;
    static final int XOR_K = 0xA4;

    // A = A op X
    static final int ADD_X = 0x0C;
    static final int SUB_X = 0x1C;
    static final int MUL_X = 0x2C;
    static final int DIV_X = 0x3C;
    static final int OR_X = 0x4C;
    static final int AND_X = 0x5C;
    static final int LSH_X = 0x6C;
    static final int RSH_X = 0x7C;
    static final int MOD_X = 0x9C;
    static final int XOR_X = 0xAC;

    static final int JA = 0x05;
    static final int JEQ_K = 0x15;
    static final int JGT_K = 0x25;
    static final int JGE_K = 0x35;
    static final int JSET_K = 0x45;
    static final int JEQ_X = 0x1D;
    static final int JGT_X = 0x2D;
    static final int JGE_X = 0x3D;
    static final int JSET_X = 0x4D;

    static final int RET_K = 0x06;
    static final int RET_A = 0x16;
    static final int TAX = 0x07;
    static final int TXA = 0x87;

    /// How many places M has.
    static final int MEMORY = 16;

    private BpfCode() { }

    static boolean isConditionalJump(int code) {
        return switch (code) {
            case JEQ_K, JGT_K, JGE_K, JSET_K, JEQ_X, JGT_X, JGE_X, JSET_X -> true;
            default -> false;
        };
    }
}
