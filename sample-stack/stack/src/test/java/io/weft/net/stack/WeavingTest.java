package io.weft.net.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Hook;
import io.weft.hook.weave.Weaving;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.stack.ip.IpForward;
import io.weft.net.stack.ip.IpInput;
import io.weft.net.stack.ip.IpOutput;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// That the five hook points are there and were woven by the build; what handlers then see is {@link HookPointsTest}'s question.
class WeavingTest {

    private static final Class<?>[] ROOMS = {IpInput.class, IpForward.class, IpOutput.class};

    @Test
    void everyHookPointWasWoven() {
        assertThat(Weaving.unwoven(ROOMS)).isEmpty();
    }

    @Test
    void theFiveHookPointsStandInTheRoomsThatAStackChecksWhenItIsBuilt() {
        Stream<String> points = Arrays.stream(ROOMS).map(Class::getDeclaredMethods).flatMap(Arrays::stream)
                .map((Method method) -> method.getAnnotation(Hook.class)).filter(Objects::nonNull).map(Hook::value);
        assertThat(points.distinct()).containsExactlyInAnyOrder(PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.FORWARD,
                PacketHooks.LOCAL_OUT, PacketHooks.POST_ROUTING);
    }
}
