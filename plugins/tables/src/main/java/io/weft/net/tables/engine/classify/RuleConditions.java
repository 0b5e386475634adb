package io.weft.net.tables.engine.classify;

import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.rule.AddressMask;
import io.weft.net.tables.rule.MatchUse;
import io.weft.net.tables.rule.Rule;
import io.weft.net.tables.rule.Selector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What must hold for a packet to match a rule, as far as that can be said number by number.
final class RuleConditions implements HeaderConditions {

    /// One number of the packet, or some bits of it.
    record Key(int slot, int mask) { }

    private static final int WHOLE = -1;

    private final Map<Key, ValueSet> conditions = new LinkedHashMap<>();

    private RuleConditions() { }

    static Map<Key, ValueSet> of(Rule rule, InterfaceOrder interfaces) {
        var taken = new RuleConditions();
        taken.selector(rule.selector(), interfaces);
        for (MatchUse use : rule.matches()) {
            // a match that may have an effect of its own is not to be forestalled by one behind it
            if (!(use.match() instanceof HeaderMatch match)) {
                break;
            }
            match.describe(taken);
            if (match.mayHotDrop()) {
                break;
            }
        }
        return taken.conditions;
    }

    private void selector(Selector selector, InterfaceOrder interfaces) {
        address(Slot.SOURCE, selector.source(), selector.notSource());
        address(Slot.DESTINATION, selector.destination(), selector.notDestination());
        if (selector.protocol() != 0) {
            add(Slot.PROTOCOL, WHOLE, ValueSet.single(selector.protocol()), selector.notProtocol());
        }
        if (!selector.in().isEmpty()) {
            add(Slot.IN, WHOLE, interfaces.fitting(selector.in()), selector.notIn());
        }
        if (!selector.out().isEmpty()) {
            add(Slot.OUT, WHOLE, interfaces.fitting(selector.out()), selector.notOut());
        }
    }

    private void address(int slot, AddressMask asked, boolean inverted) {
        masked(slot, asked.mask(), asked.address(), inverted);
    }

    private void masked(int slot, int mask, int value, boolean inverted) {
        boolean isPrefix = (~mask & ~mask + 1) == 0;
        if (isPrefix && (value & ~mask) == 0) {
            add(slot, WHOLE, ValueSet.prefix(value, mask), inverted);
        } else {
            add(slot, mask, ValueSet.single(value), inverted);
        }
    }

    private void add(int slot, int mask, ValueSet values, boolean inverted) {
        ValueSet asked = values.invertedIf(inverted);
        if (!asked.isAll()) {
            conditions.merge(new Key(slot, mask), asked, ValueSet::intersection);
        }
    }

    @Override
    public void between(HeaderField field, int first, int last, boolean inverted) {
        add(Slot.of(field), WHOLE, ValueSet.between(Integer.toUnsignedLong(first), Integer.toUnsignedLong(last)), inverted);
    }

    @Override
    public void within(HeaderField field, List<PortRange> ranges, boolean inverted) {
        ValueSet values = ValueSet.NONE;
        for (PortRange range : ranges) {
            values = values.union(ValueSet.between(range.first(), range.last()));
        }
        // what no packet can have is asked for in vain
        boolean all = values.bounds().length == 2 && values.bounds()[0] == 0 && values.bounds()[1] >= PortRange.MAX;
        add(Slot.of(field), WHOLE, all ? ValueSet.ALL : values, inverted);
    }

    @Override
    public void masked(HeaderField field, int mask, int value, boolean inverted) {
        masked(Slot.of(field), mask, value, inverted);
    }
}
