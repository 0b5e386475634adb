package io.weft.hook.benchmarks;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.weft.hook.Handler;
import io.weft.hook.Verdict;
import io.weft.hook.benchmarks.Contestant.Route;
import java.util.List;

/// A pipeline on a channel that lives in the caller's thread, so that no event loop has to be crossed.
final class NettyRoute {

    private NettyRoute() { }

    static Route of(SortingOffice office, List<Handler<Letter>> handlers) {
        ChannelPipeline pipeline = new EmbeddedChannel().pipeline();
        for (Handler<Letter> handler : handlers) {
            pipeline.addLast(new Desk(handler));
        }
        pipeline.addLast(new LastDesk(office));
        return pipeline::fireChannelRead;
    }

    private static final class Desk extends ChannelInboundHandlerAdapter {

        private final Handler<Letter> handler;

        Desk(Handler<Letter> handler) {
            this.handler = handler;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (handler.handle((Letter) message) == Verdict.ACCEPT) {
                context.fireChannelRead(message);
            }
        }
    }

    private static final class LastDesk extends ChannelInboundHandlerAdapter {

        private final SortingOffice office;

        LastDesk(SortingOffice office) {
            this.office = office;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            office.sortWithoutHook((Letter) message);
        }
    }
}
