package io.weft.hook.runtime;

import io.weft.hook.Verdict;
import io.weft.hook.spi.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One subject in one chain, as those are told of it who follow.
final class FollowedSubject {

    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final Chain chain;
    private final Following[] followings;
    /// By following; null while it does not want the subject.
    private final Following.@Nullable Way[] ways;
    /// By following, whether it may want the subject later.
    private final boolean[] late;

    FollowedSubject(Chain chain, Following[] followings, Object subject) {
        this.chain = chain;
        this.followings = followings;
        this.ways = new Following.Way[followings.length];
        this.late = new boolean[followings.length];
        for (int i = 0; i < followings.length; i++) {
            late[i] = followings[i].mayWantLater(chain.point().name());
            ways[i] = wants(followings[i], chain, subject) ? enter(followings[i], subject, null) : null;
        }
    }

    /// Whether a subject has to be walked through the chain by hand.
    static boolean isWanted(Following[] followings, Chain chain, Object subject) {
        for (Following following : followings) {
            if (wants(following, chain, subject) || following.mayWantLater(chain.point().name())) {
                return true;
            }
        }
        return false;
    }

    private static boolean wants(Following following, Chain chain, Object subject) {
        try {
            return following.wants(chain.point().name(), subject);
        } catch (RuntimeException e) {
            LOG.error("subjects cannot be chosen to be followed", e);
            return false;
        }
    }

    private Following.@Nullable Way enter(Following following, Object subject, @Nullable List<String> before) {
        String point = chain.point().name();
        try {
            return before == null ? following.enter(point, subject) : following.enterLate(point, subject, before);
        } catch (RuntimeException e) {
            LOG.error("a subject cannot be followed", e);
            return null;
        }
    }

    /// Tells of a turn.
    ///
    /// @param from the first handler that had one
    void turn(int from, int handler, @Nullable Object outcome, long tookNs, Object subject) {
        Verdict verdict = outcome instanceof Verdict given ? given : null;
        boolean kept = verdict != null && verdict.kind() == Verdict.Kind.STOLEN;
        Following.Turn turn = null;
        for (int i = 0; i < ways.length; i++) {
            if (ways[i] == null && late[i] && !kept && wants(followings[i], chain, subject)) {
                ways[i] = enter(followings[i], subject, names(from, handler));
            }
            if (ways[i] != null) {
                turn = turn == null ? describe(handler, outcome, verdict, tookNs) : turn;
                tell(ways[i], turn, kept ? null : subject);
            }
        }
    }

    private List<String> names(int from, int to) {
        List<String> names = new ArrayList<>();
        for (int i = from; i < to; i++) {
            names.add(chain.attachment(i).owner() + "/" + chain.attachment(i).name());
        }
        return names;
    }

    private Following.Turn describe(int handler, @Nullable Object outcome, @Nullable Verdict verdict, long tookNs) {
        Attachment attachment = chain.attachment(handler);
        String came = verdict == null ? String.valueOf(outcome == null ? Chain.ANSWERED_NULL : outcome) : verdict.kind().name();
        String reason = verdict == null ? null : verdict.queue() == null ? verdict.reason() : verdict.queue();
        return new Following.Turn(attachment.owner(), attachment.name(), attachment.priority(), came, reason, Duration.ofNanos(tookNs));
    }

    private static void tell(Following.Way way, Following.Turn turn, @Nullable Object subject) {
        try {
            way.turn(turn, subject);
        } catch (RuntimeException e) {
            LOG.error("a subject's turn could not be told", e);
        }
    }

    /// Tells of the end. The caller has left the chain.
    void leave(@Nullable Stop stop) {
        for (Following.Way way : ways) {
            if (way != null) {
                try {
                    way.leave(stop);
                } catch (RuntimeException e) {
                    LOG.error("a subject's way could not be told", e);
                }
            }
        }
    }
}
