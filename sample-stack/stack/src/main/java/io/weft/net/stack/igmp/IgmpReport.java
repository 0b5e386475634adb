package io.weft.net.stack.igmp;

import io.weft.net.packet.IgmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.stack.device.NetDevice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A version 3 report while it is being written (RFC 3376 §4.2); what does not fit one packet goes on in the next.
final class IgmpReport {

    /// IP with the router alert option.
    private static final int IP_HEADER = Ipv4Header.MIN_LENGTH + 4;

    private final IgmpOutput output;
    private final NetDevice device;
    private @Nullable Packet packet;
    private int records;

    IgmpReport(IgmpOutput output, NetDevice device) {
        this.output = output;
        this.device = device;
    }

    /// The state of a group as it is.
    void addState(int group, SourceFilter now) {
        if (now.include()) {
            add(RecordType.MODE_IS_INCLUDE, group, now.sources());
        } else {
            record(RecordType.MODE_IS_EXCLUDE, group, now.sources());
        }
    }

    /// A record; one that names no source and says nothing without them is left out.
    void add(RecordType type, int group, int[] sources) {
        boolean saysSomething = sources.length > 0
                || type == RecordType.CHANGE_TO_INCLUDE_MODE || type == RecordType.CHANGE_TO_EXCLUDE_MODE;
        if (saysSomething) {
            record(type, group, sources);
        }
    }

    private void record(RecordType type, int group, int[] sources) {
        int most = (device.mtu() - IP_HEADER - IgmpHeader.LENGTH - IgmpHeader.RECORD_LENGTH) / 4;
        if (type == RecordType.MODE_IS_EXCLUDE || type == RecordType.CHANGE_TO_EXCLUDE_MODE) {
            // RFC 3376 §4.2.16: it cannot be told in several records
            write(type, group, sources.length <= most ? sources : Arrays.copyOf(sources, most));
            return;
        }
        int done = 0;
        do {
            int end = Math.min(sources.length, done + most);
            write(type, group, Arrays.copyOfRange(sources, done, end));
            done = end;
        } while (done < sources.length);
    }

    private void write(RecordType type, int group, int[] sources) {
        int length = IgmpHeader.RECORD_LENGTH + 4 * sources.length;
        Packet now = packet;
        if (now != null && now.length() + length > device.mtu() - IP_HEADER) {
            send();
            now = null;
        }
        if (now == null) {
            now = output.fresh();
            if (now == null) {
                return;
            }
            packet = now;
            records = 0;
        }
        int at = now.length();
        now.put(length);
        now.igmp().record(at, type.number, group, sources);
        records++;
    }

    /// Sends what was written, if anything was.
    void send() {
        Packet now = packet;
        if (now != null) {
            packet = null;
            now.igmp().records(records);
            output.sendReport(now, device);
        }
    }
}
