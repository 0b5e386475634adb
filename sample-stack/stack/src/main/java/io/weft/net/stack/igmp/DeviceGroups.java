package io.weft.net.stack.igmp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The groups of one interface, in ascending order, so that a packet finds its own by halving.
final class DeviceGroups {

    private List<GroupState> states = List.of();

    @Nullable GroupState find(int group) {
        int low = 0;
        int high = states.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            GroupState state = states.get(middle);
            if (state.group() == group) {
                return state;
            }
            if (state.group() < group) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /// The group's state, made if it is not there.
    GroupState enter(int group) {
        GroupState there = find(group);
        if (there != null) {
            return there;
        }
        GroupState made = new GroupState(group);
        int place = 0;
        while (place < states.size() && states.get(place).group() < group) {
            place++;
        }
        List<GroupState> more = new ArrayList<>(states);
        more.add(place, made);
        states = more;
        return made;
    }

    void remove(GroupState state) {
        List<GroupState> fewer = new ArrayList<>(states);
        fewer.remove(state);
        states = fewer;
    }

    /// A list that does not change any more when groups come and go.
    List<GroupState> all() {
        return states;
    }
}
