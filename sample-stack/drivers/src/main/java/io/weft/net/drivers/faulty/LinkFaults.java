package io.weft.net.drivers.faulty;

/// What a link did to the frames that went one way over it, in frames.
///
/// @param frames that were put on it
/// @param lost by chance, or because more than it holds were under way
/// @param late so that others may have overtaken them
/// @param doubled that arrived twice
/// @param corrupted that arrived with a bit turned over
public record LinkFaults(long frames, long lost, long late, long doubled, long corrupted) {

    public LinkFaults plus(LinkFaults other) {
        return new LinkFaults(frames + other.frames, lost + other.lost, late + other.late, doubled + other.doubled,
                corrupted + other.corrupted);
    }

    /// Such as `100 frames, 3 lost, 0 late, 1 doubled, 0 corrupted`.
    @Override
    public String toString() {
        return frames + " frames, " + lost + " lost, " + late + " late, " + doubled + " doubled, " + corrupted + " corrupted";
    }
}
