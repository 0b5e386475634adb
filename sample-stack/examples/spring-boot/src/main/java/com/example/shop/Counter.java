package com.example.shop;

import io.weft.net.stack.NetStack;
import io.weft.net.stack.socket.StreamListener;
import io.weft.net.stack.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Takes orders such as `3 tea` over the stack's sockets.
@Component
class Counter {

    static final int PORT = 7;

    private static final Logger LOG = LoggerFactory.getLogger(Counter.class);

    private final Orders orders;

    Counter(NetStack stack, Orders orders) throws IOException {
        this.orders = orders;
        StreamListener listener = stack.sockets().listen(PORT);
        Thread.startVirtualThread(() -> serve(listener));
    }

    private void serve(StreamListener listener) {
        try (listener) {
            while (true) {
                StreamSocket customer = listener.accept();
                Thread.startVirtualThread(() -> answer(customer));
            }
        } catch (IOException closed) {
            LOG.info("the counter is closed: {}", closed.getMessage());
        }
    }

    private void answer(StreamSocket customer) {
        try (customer) {
            String[] words = new String(customer.input().readAllBytes(), StandardCharsets.UTF_8).split(" ");
            customer.output().write(orders.place(new Order(words[1], Integer.parseInt(words[0]))).getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            LOG.info("a customer left: {}", gone.getMessage());
        }
    }
}
