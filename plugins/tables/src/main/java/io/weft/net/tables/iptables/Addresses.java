package io.weft.net.tables.iptables;

import io.weft.net.address.Ipv4;
import io.weft.net.tables.extension.AddressText;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.rule.AddressMask;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads what stands behind `-s` and `-d`: addresses with masks, several with commas between.
final class Addresses {

    private Addresses() { }

    static List<AddressMask> parse(String text) throws SyntaxException {
        var all = new ArrayList<AddressMask>();
        for (String part : text.split(",", -1)) {
            all.add(parseOne(part));
        }
        return List.copyOf(all);
    }

    private static AddressMask parseOne(String text) throws SyntaxException {
        int slash = text.lastIndexOf('/');
        int mask = slash < 0 ? -1 : mask(text.substring(slash + 1));
        String host = slash < 0 ? text : text.substring(0, slash);
        // a mask of nothing makes any address right, a name too
        return mask == 0 ? AddressMask.ANY : new AddressMask(address(host), mask);
    }

    private static int mask(String text) throws SyntaxException {
        OptionalLong bits = Numbers.parse(text, 32);
        if (bits.isPresent()) {
            return Ipv4.mask((int) bits.getAsLong());
        }
        try {
            return Ipv4.parse(text);
        } catch (IllegalArgumentException notDotted) {
            throw new SyntaxException("invalid mask `" + text + "' specified");
        }
    }

    private static int address(String text) throws SyntaxException {
        OptionalInt padded = AddressText.padded(text);
        if (padded.isPresent()) {
            return padded.getAsInt();
        }
        OptionalInt packed = AddressText.parse(text);
        if (packed.isPresent()) {
            return packed.getAsInt();
        }
        // names are not looked up: a rule must not wait for, or hang on, a server that may be behind it
        boolean name = text.matches("[\\w-]*[A-Za-z][\\w.-]*");
        throw new SyntaxException("host/network `" + text + "' not found" + (name ? " (names are not looked up: give an address)" : ""));
    }
}
