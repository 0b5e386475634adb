package io.weft.hook.runtime;

import io.weft.hook.spi.Dispatcher;
import io.weft.hook.spi.Stop;
import org.jspecify.annotations.Nullable;

/// Stands before a chain's generated dispatcher while somebody follows subjects: those that are wanted go through the chain by hand, all
/// others the usual way.
final class FollowedDispatcher extends Dispatcher {

    private final Chain chain;
    private final Dispatcher usual;
    private final Following[] followings;

    FollowedDispatcher(ChainClass made, Following[] followings) {
        this.chain = made.chain();
        this.usual = made.dispatcher();
        this.followings = followings;
    }

    @Override
    public @Nullable Stop dispatch(Object subject) {
        if (!FollowedSubject.isWanted(followings, chain, subject)) {
            return usual.dispatch(subject);
        }
        Lane lane = chain.enter();
        return lane == null ? chain.again(subject) : chain.walk(lane, 0, subject);
    }
}
