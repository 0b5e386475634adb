package io.weft.net.app.operator.dump;

/// A frame as it was seen.
///
/// @param bytes as many as were kept
/// @param length of the whole frame
/// @param timeNs since 1970
record CapturedFrame(byte[] bytes, int length, long timeNs, boolean outgoing) {

    int u8(int at) {
        return bytes[at] & 255;
    }

    int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    int i32(int at) {
        return u16(at) << 16 | u16(at + 2);
    }
}
