package io.weft.net.tables.match.bpf;

/// One instruction of a classic BPF program, the kernel's `sock_filter`.
///
/// @param code 16 bits: what it does, see {@link BpfCode}
/// @param whenTrue how many instructions a conditional jump leaves out when its condition holds
/// @param whenFalse how many otherwise
/// @param k its number
record BpfInstruction(int code, int whenTrue, int whenFalse, int k) {

    @Override
    public String toString() {
        return code + " " + whenTrue + " " + whenFalse + " " + Integer.toUnsignedString(k);
    }
}
