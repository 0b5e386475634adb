package io.weft.net.testkit.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.testkit.network.Host;
import io.weft.net.testkit.network.Link;
import io.weft.net.testkit.network.Network;
import io.weft.net.testkit.network.NetworkClock;
import io.weft.net.testkit.network.NetworkTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class PriceClientIT {

    @NetworkTest(clock = NetworkClock.REAL)
    void aPriceIsHadThroughNatAndLossAndAfterAPartition(Network net) throws Exception {
        Host till = net.host("till");
        Host nat = net.router("nat");
        Host shop = net.host("shop");
        net.link(till, nat).subnet("192.168.1.0/24");
        Link wan = net.link(nat, shop).subnet("203.0.113.0/24").delay(Duration.ofMillis(20)).loss(0.05).rate("10mbit");
        nat.iptables("-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
        serve(shop.sockets().serverSocketFactory().createServerSocket(80));

        PriceClient client = new PriceClient(till.sockets().socketFactory(), "shop", 80, Duration.ofMillis(500));
        assertThat(client.price("tea")).isEqualTo("tea: 3");

        int before = client.failures();
        net.partition(nat, shop);
        CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> priceOf(client, "coffee"));
        net.until(() -> client.failures() >= before + 2, Duration.ofSeconds(20));
        net.heal();
        assertThat(asked.get(20, TimeUnit.SECONDS)).isEqualTo("coffee: 6");

        wan.capture().from(nat).tcp().first().hasSource("203.0.113.1");
    }

    private static String priceOf(PriceClient client, String article) {
        try {
            return client.price(article);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Answers each line with the price of what it names, until the network ends.
    private static void serve(ServerSocket server) {
        Thread.startVirtualThread(() -> {
            while (true) {
                try {
                    Socket socket = server.accept();
                    Thread.startVirtualThread(() -> answer(socket));
                } catch (IOException over) {
                    return;
                }
            }
        });
    }

    private static void answer(Socket socket) {
        try (socket) {
            String article = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
            if (article != null) {
                socket.getOutputStream().write((article + ": " + article.length() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException clientHasGone) {
            // it asks again
        }
    }
}
