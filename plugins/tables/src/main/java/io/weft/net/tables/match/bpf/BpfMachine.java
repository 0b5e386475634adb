package io.weft.net.tables.match.bpf;

import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.Traversal;
import java.util.List;
import java.util.random.RandomGenerator;

/// Runs a checked program over packets; one whose result is not 0 matches. A load of what is not there ends it with 0, as does a
/// division by 0. The kernel's `bpf_prog_run`.
final class BpfMachine implements PacketMatch {

    /// Loads of a negative offset count from the IP header (`SKF_NET_OFF`) or, further below, from the frame's (`SKF_LL_OFF`).
    private static final int FROM_NETWORK = -0x10_0000;
    private static final int FROM_LINK = -0x20_0000;
    private static final int NOWHERE = Integer.MIN_VALUE;
    private static final int NO_MATCH = 0;

    private static final int WORD = 4;
    private static final int HALF = 2;
    private static final int BYTE = 1;

    private final int[] code;
    private final int[] whenTrue;
    private final int[] whenFalse;
    private final int[] number;
    private final RandomGenerator random;
    // the check has seen to it that no cell is read that this run did not write
    private final int[] memory = new int[BpfCode.MEMORY];

    BpfMachine(List<BpfInstruction> program, RandomGenerator random) {
        code = program.stream().mapToInt(BpfInstruction::code).toArray();
        whenTrue = program.stream().mapToInt(BpfInstruction::whenTrue).toArray();
        whenFalse = program.stream().mapToInt(BpfInstruction::whenFalse).toArray();
        number = program.stream().mapToInt(BpfInstruction::k).toArray();
        this.random = random;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        return run(packet, traversal) != NO_MATCH;
    }

    private int run(Packet packet, Traversal traversal) {
        int a = 0;
        int x = 0;
        for (int at = 0;; at++) {
            int k = number[at];
            switch (code[at]) {
                case BpfCode.LD_W_ABS, BpfCode.LD_H_ABS, BpfCode.LD_B_ABS, BpfCode.LD_W_IND, BpfCode.LD_H_IND, BpfCode.LD_B_IND -> {
                    boolean absolute = code[at] < BpfCode.LD_W_IND;
                    if (absolute && Ancillary.isBeyondBytes(k)) {
                        int what = k - Ancillary.FROM;
                        switch (what) {
                            case Ancillary.XOR_X -> a ^= x;
                            case Ancillary.RANDOM -> a = random.nextInt();
                            case Ancillary.INTERFACE, Ancillary.HARDWARE_TYPE -> {
                                NetInterface device = Ancillary.device(packet, traversal);
                                if (device == null) {
                                    return NO_MATCH;
                                }
                                a = what == Ancillary.INTERFACE ? device.index() : Ancillary.hardwareType(device);
                            }
                            default -> a = Ancillary.of(packet, what);
                        }
                    } else {
                        int length = length(code[at]);
                        int place = place(packet, absolute ? k : x + k, length);
                        if (place == NOWHERE) {
                            return NO_MATCH;
                        }
                        a = length == WORD ? packet.i32(place) : length == HALF ? packet.u16(place) : packet.u8(place);
                    }
                }
                case BpfCode.LDX_MSH -> {
                    int place = place(packet, k, BYTE);
                    if (place == NOWHERE) {
                        return NO_MATCH;
                    }
                    x = (packet.u8(place) & 0x0F) << 2;
                }
                case BpfCode.LD_IMM -> a = k;
                case BpfCode.LD_LEN -> a = packet.length();
                case BpfCode.LD_MEM -> a = memory[k];
                case BpfCode.LDX_IMM -> x = k;
                case BpfCode.LDX_LEN -> x = packet.length();
                case BpfCode.LDX_MEM -> x = memory[k];
                case BpfCode.ST -> memory[k] = a;
                case BpfCode.STX -> memory[k] = x;
                case BpfCode.TAX -> x = a;
                case BpfCode.TXA -> a = x;
                case BpfCode.JA -> at += k;
                case BpfCode.RET_K -> {
                    return k;
                }
                case BpfCode.RET_A -> {
                    return a;
                }
                case BpfCode.DIV_X, BpfCode.MOD_X -> {
                    if (x == 0) {
                        return NO_MATCH;
                    }
                    a = code[at] == BpfCode.DIV_X ? Integer.divideUnsigned(a, x) : Integer.remainderUnsigned(a, x);
                }
                default -> {
                    if (BpfCode.isConditionalJump(code[at])) {
                        at += holds(code[at], a, k, x) ? whenTrue[at] : whenFalse[at];
                    } else {
                        a = calculate(code[at], a, k, x);
                    }
                }
            }
        }
    }

    private static int length(int load) {
        return switch (load) {
            case BpfCode.LD_W_ABS, BpfCode.LD_W_IND -> WORD;
            case BpfCode.LD_H_ABS, BpfCode.LD_H_IND -> HALF;
            default -> BYTE;
        };
    }

    /// Where the bytes of an offset are, from the packet's head. Unlike the kernel's its programs never see the headroom.
    private static int place(Packet packet, int offset, int length) {
        int network = packet.networkOffset();
        int link = network - Math.max(0, packet.linkHeaderLength());
        long at = offset;
        if (offset < 0) {
            if (offset >= FROM_NETWORK) {
                at = (long) offset - FROM_NETWORK + network;
            } else if (offset >= FROM_LINK && packet.in() != null) {
                at = (long) offset - FROM_LINK + link;
            } else {
                return NOWHERE;
            }
        }
        return at >= link && at + length <= packet.length() ? (int) at : NOWHERE;
    }

    private static boolean holds(int jump, int a, int k, int x) {
        return switch (jump) {
            case BpfCode.JEQ_K -> a == k;
            case BpfCode.JEQ_X -> a == x;
            case BpfCode.JGT_K -> Integer.compareUnsigned(a, k) > 0;
            case BpfCode.JGT_X -> Integer.compareUnsigned(a, x) > 0;
            case BpfCode.JGE_K -> Integer.compareUnsigned(a, k) >= 0;
            case BpfCode.JGE_X -> Integer.compareUnsigned(a, x) >= 0;
            case BpfCode.JSET_K -> (a & k) != 0;
            default -> (a & x) != 0;
        };
    }

    /// Java's shifts take the low five bits of their distance, as the kernel's machine does.
    private static int calculate(int operation, int a, int k, int x) {
        return switch (operation) {
            case BpfCode.ADD_K -> a + k;
            case BpfCode.ADD_X -> a + x;
            case BpfCode.SUB_K -> a - k;
            case BpfCode.SUB_X -> a - x;
            case BpfCode.MUL_K -> a * k;
            case BpfCode.MUL_X -> a * x;
            case BpfCode.DIV_K -> Integer.divideUnsigned(a, k);
            case BpfCode.MOD_K -> Integer.remainderUnsigned(a, k);
            case BpfCode.OR_K -> a | k;
            case BpfCode.OR_X -> a | x;
            case BpfCode.AND_K -> a & k;
            case BpfCode.AND_X -> a & x;
            case BpfCode.XOR_K -> a ^ k;
            case BpfCode.XOR_X -> a ^ x;
            case BpfCode.LSH_K -> a << k;
            case BpfCode.LSH_X -> a << x;
            case BpfCode.RSH_K -> a >>> k;
            case BpfCode.RSH_X -> a >>> x;
            case BpfCode.NEG -> -a;
            default -> throw new IllegalStateException("the check let through " + operation);
        };
    }
}
