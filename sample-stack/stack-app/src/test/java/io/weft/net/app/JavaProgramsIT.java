package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.app.router.Router;
import io.weft.net.app.service.WebServer;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.socket.Sockets;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// HTTP clients and servers that know nothing of the stack, over its socket factories: a client stack, a router with the plugins for NAT
/// and filtering, and a server stack in this JVM.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JavaProgramsIT {

    private static final String CLIENT = "10.1.0.2/24";
    private static final String SERVER = "10.2.0.2/24";
    private static final String SITE = "shop.example";
    private static final int PORT = 8080;
    private static final String RULES = """
            *nat
            -A PREROUTING -d 10.1.0.1 -p tcp --dport 80 -j DNAT --to-destination 10.2.0.2:8080
            -A POSTROUTING -o eth1 -j MASQUERADE
            COMMIT
            *filter
            :FORWARD DROP
            -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
            -A FORWARD -p tcp --dport 8080 -j ACCEPT
            -A FORWARD -p tcp --dport 8081 -j REJECT --reject-with tcp-reset
            COMMIT
            """;

    private NetStack client;
    private Router router;
    private NetStack server;

    @BeforeEach
    void build() throws Exception {
        WireHub left = new WireHub("left");
        WireHub right = new WireHub("right");
        client = NetStack.builder().name("client").names(names -> names.withHosts("10.1.0.1 " + SITE)).build();
        server = NetStack.builder().name("server").build();
        router = Router.around(NetStack.builder().name("router").forwarding(true).build(), Path.of("target", "weft", "plugins"));
        plug(client, "eth0", left, CLIENT);
        plug(router.stack(), "eth0", left, "10.1.0.1/24");
        plug(router.stack(), "eth1", right, "10.2.0.1/24");
        plug(server, "eth0", right, SERVER);
        client.addRoute(RouteEntry.parse("default via 10.1.0.1"));
        server.addRoute(RouteEntry.parse("default via 10.2.0.1"));
        router.restore(RULES);
        client.start();
        router.stack().start();
        server.start();
    }

    private static void plug(NetStack stack, String nic, WireHub wire, String address) {
        stack.addDevice(nic, wire.open());
        stack.addAddress(nic, InterfaceAddress.parse(address));
    }

    @AfterEach
    void close() {
        assertThat(client.faults() + router.stack().faults() + server.faults()).isZero();
        client.close();
        router.close();
        server.close();
    }

    private static byte[] bytes(int length) {
        byte[] made = new byte[length];
        new Random(length).nextBytes(made);
        return made;
    }

    private MockWebServer mockServer() throws IOException {
        MockWebServer made = new MockWebServer();
        made.setServerSocketFactory(server.sockets().serverSocketFactory());
        made.start(InetAddress.ofLiteral("10.2.0.2"), PORT);
        return made;
    }

    private OkHttpClient okHttp() {
        Sockets sockets = client.sockets();
        return new OkHttpClient.Builder().socketFactory(sockets.socketFactory()).dns(sockets::resolve)
                .connectTimeout(Duration.ofSeconds(5)).readTimeout(Duration.ofSeconds(20)).retryOnConnectionFailure(false).build();
    }

    private static Request get(String url) {
        return new Request.Builder().url(url).build();
    }

    @Test
    void okHttpTalksToItsMockWebServerThroughNat() throws Exception {
        byte[] content = bytes(3_000_000);
        OkHttpClient okHttp = okHttp();
        try (MockWebServer mock = mockServer()) {
            mock.enqueue(new MockResponse.Builder().body("hello").build());
            mock.enqueue(new MockResponse.Builder().chunkedBody(new Buffer().write(content), 10_000).build());
            mock.enqueue(new MockResponse.Builder().code(201).build());

            try (Response response = okHttp.newCall(get("http://" + SITE + "/one")).execute()) {
                assertThat(response.body().string()).isEqualTo("hello");
            }
            try (Response response = okHttp.newCall(get("http://" + SITE + "/two")).execute()) {
                assertThat(response.body().bytes()).isEqualTo(content);
            }
            Request post = new Request.Builder().url("http://" + SITE + "/three").post(RequestBody.create(content)).build();
            try (Response response = okHttp.newCall(post).execute()) {
                assertThat(response.code()).isEqualTo(201);
            }
            RecordedRequest first = mock.takeRequest();
            assertThat(first.getTarget()).isEqualTo("/one");
            assertThat(first.getHeaders().get("Host")).isEqualTo(SITE);
            mock.takeRequest();
            assertThat(mock.takeRequest().getBody().toByteArray()).isEqualTo(content);
            // one connection for all, translated at both ends
            assertThat(router.call("conntrack", List.of("-L", "-p", "tcp"), "").out()).hasLineCount(1)
                    .contains("src=10.1.0.2 dst=10.1.0.1").contains("src=10.2.0.2 dst=10.2.0.1");
        } finally {
            end(okHttp);
        }
    }

    @Test
    void okHttpHearsWhatGoesWrongInItsOwnWords() throws Exception {
        OkHttpClient okHttp = okHttp().newBuilder().readTimeout(Duration.ofMillis(200)).build();
        try (MockWebServer mock = mockServer()) {
            mock.enqueue(new MockResponse.Builder().headersDelay(5, TimeUnit.SECONDS).build());
            assertThatThrownBy(() -> okHttp.newCall(get("http://" + SITE + "/")).execute()).isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> okHttp.newCall(get("http://10.2.0.2:8081/")).execute())
                    .isInstanceOf(ConnectException.class).hasRootCauseMessage("Connection refused");
            OkHttpClient hasty = okHttp.newBuilder().connectTimeout(Duration.ofMillis(300)).build();
            assertThatThrownBy(() -> hasty.newCall(get("http://10.2.0.2:9999/")).execute())
                    .isInstanceOf(InterruptedIOException.class).hasMessageContaining("onnect timed out");
            assertThatThrownBy(() -> okHttp.newCall(get("http://nobody.example/")).execute()).isInstanceOf(UnknownHostException.class);
        } finally {
            end(okHttp);
        }
    }

    private static void end(OkHttpClient okHttp) {
        okHttp.connectionPool().evictAll();
        okHttp.dispatcher().executorService().shutdown();
    }

    @Test
    void manyThreadsOfApacheHttpClientTalkToApacheHttpServerThroughNat() throws Exception {
        byte[] content = bytes(500_000);
        try (WebServer web = WebServer.start(server.sockets().serverSocketFactory(), PORT, (request, response, context) -> {
                    byte[] got = request.getEntity() == null ? content : EntityUtils.toByteArray(request.getEntity());
                    response.setEntity(new ByteArrayEntity(got, ContentType.APPLICATION_OCTET_STREAM));
                });
                CloseableHttpClient http = HttpClients.custom().setConnectionManager(pool()).disableAutomaticRetries().build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(web).isNotNull();
            List<Future<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                byte[] own = bytes(100_000 + i);
                calls.add(threads.submit(() -> {
                    HttpPost post = new HttpPost("http://" + SITE + "/");
                    post.setEntity(new ByteArrayEntity(own, ContentType.APPLICATION_OCTET_STREAM));
                    byte[] echoed = http.execute(post, JavaProgramsIT::body);
                    assertThat(echoed).isEqualTo(own);
                    byte[] got = http.execute(new HttpGet("http://" + SITE + "/"), JavaProgramsIT::body);
                    assertThat(got).isEqualTo(content);
                    return null;
                }));
            }
            for (Future<Void> call : calls) {
                call.get();
            }
        }
    }

    private static byte[] body(ClassicHttpResponse response) throws IOException {
        assertThat(response.getCode()).isEqualTo(200);
        return EntityUtils.toByteArray(response.getEntity());
    }

    private PoolingHttpClientConnectionManager pool() {
        Sockets sockets = client.sockets();
        DnsResolver names = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return sockets.resolve(host).toArray(InetAddress[]::new);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager(
                new DefaultHttpClientConnectionOperator(_ -> sockets.socketFactory().createSocket(), null, names, _ -> null),
                PoolConcurrencyPolicy.STRICT, PoolReusePolicy.LIFO, TimeValue.NEG_ONE_MILLISECOND, null);
        pool.setMaxTotal(20);
        pool.setDefaultMaxPerRoute(20);
        return pool;
    }
}
