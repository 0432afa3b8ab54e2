package io.streamgauge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the service: without a token this machine alone, with one whoever brings it. */
@Timeout(60)
class HttpAccessTest {

    private static final String TOKEN = "correct horse battery staple";
    private static final String PASSWORD = "changeit";

    private final HttpSources sources = Sources.of(
            "sensors",
            new History(10, 10),
            new ModelHistory(10),
            () -> "streamgauge_events_total 1.0\n",
            () -> new Health(true, "RUNNING", Map.of()));

    @TempDir
    Path folder;

    @Test
    void shouldRefuseToListenWhereOthersReachItWithoutTlsAndAToken() {
        for (HttpAccess access : new HttpAccess[] {HttpAccess.loopback(), withToken(null)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new HttpService("0.0.0.0", 0, access, sources).close())
                    .withMessageContaining("expected the loopback interface, or TLS and a token");
        }
        HttpAccess open = new HttpAccess(null, null, true, 8);
        try (HttpService service = new HttpService("0.0.0.0", 0, open, sources)) {
            assertThat(service.port()).isPositive();
        }
    }

    @Test
    void shouldAnswerWhoeverBringsTheTokenAndNobodyElse() throws Exception {
        try (HttpService service = new HttpService("127.0.0.1", 0, withToken(null), sources)) {
            String basic = Base64.getEncoder().encodeToString(("anybody:" + TOKEN).getBytes(StandardCharsets.UTF_8));
            assertThat(status(service, "/metrics", "Bearer " + TOKEN)).isEqualTo(200);
            assertThat(status(service, "/metrics", "Basic " + basic)).isEqualTo(200);
            for (String wrong : new String[] {
                "Bearer " + TOKEN + "x",
                "Bearer ",
                "Basic !",
                "Basic " + basic.substring(0, 8),
                "Digest " + TOKEN,
                TOKEN
            }) {
                assertThat(status(service, "/metrics", wrong)).as(wrong).isEqualTo(401);
            }
            for (String path : new String[] {"/", "/api/keys", "/api/model", "/api/events", "/metrics"}) {
                assertThat(status(service, path, null)).as(path).isEqualTo(401);
            }
            assertThat(status(service, "/health", null)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example"})
    void shouldNotAnswerUnderANameThatAnotherOriginMayHaveGivenToThisMachine(String host) throws Exception {
        try (HttpService service = new HttpService("127.0.0.1", 0, sources)) {
            assertThat(rawStatus(service, "GET /api/keys HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .isEqualTo(403);
            assertThat(rawStatus(service, "GET /api/keys HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseHeadersWithoutEnd() throws Exception {
        try (HttpService service = new HttpService("127.0.0.1", 0, sources)) {
            String endless = "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(100_000) + "\r\n\r\n";
            assertThat(rawStatus(service, endless)).isEqualTo(431);
        }
    }

    @Test
    void shouldLetConnectionsWaitBeyondTheirLimitAndServeThemWhenOneEnds() throws Exception {
        HttpAccess access = new HttpAccess(null, null, false, 2);
        try (HttpService service = new HttpService("127.0.0.1", 0, access, sources);
                Socket first = asking(service);
                Socket second = asking(service)) {
            assertThat(isAnswered(first)).isTrue();
            assertThat(isAnswered(second)).isTrue();
            try (Socket third = asking(service)) {
                assertThat(isAnswered(third)).as("while both stay open").isFalse();
                first.close();
                third.setSoTimeout(20_000);
                assertThat(third.getInputStream().read())
                        .as("once one has ended")
                        .isEqualTo('H');
            }
        }
    }

    /** A connection that stays open after its answer. */
    private static Socket asking(HttpService service) throws IOException {
        Socket socket = new Socket("127.0.0.1", service.port());
        socket.getOutputStream()
                .write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static boolean isAnswered(Socket socket) throws IOException {
        socket.setSoTimeout(3_000);
        try {
            return socket.getInputStream().read() == 'H';
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void shouldServeOverTlsWhereThereIsAKeyStore() throws Exception {
        Path keyStore = keyStore();
        HttpAccess access = withToken(new HttpAccess.Tls(keyStore, PASSWORD));
        try (HttpService service = new HttpService("0.0.0.0", 0, access, sources)) {
            assertThat(service.url()).startsWith("https://");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(trusting(keyStore)).build();
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + service.port() + "/metrics"))
                    .header("Authorization", "Bearer " + TOKEN)
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("streamgauge_events_total");
        }
    }

    @Test
    void shouldNotShowASecretAsText() {
        HttpAccess access = withToken(new HttpAccess.Tls(Path.of("page.p12"), PASSWORD));
        assertThat(access.toString()).doesNotContain(TOKEN).doesNotContain(PASSWORD);
    }

    private static HttpAccess withToken(HttpAccess.@Nullable Tls tls) {
        return new HttpAccess(TOKEN.getBytes(StandardCharsets.UTF_8), tls, false, 8);
    }

    private static int status(HttpService service, String path, @Nullable String authorization) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(service.url()).resolve(path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .statusCode();
    }

    /** The status of what a well-behaved client would not send. */
    private static int rawStatus(HttpService service, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", service.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String first = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(first.substring(9));
        }
    }

    /** A key store with a certificate for localhost, signed by itself. */
    private Path keyStore() throws Exception {
        Path file = folder.resolve("page.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "page",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS) && keytool.exitValue() == 0)
                .as(Files.readString(folder.resolve("keytool.log")))
                .isTrue();
        return file;
    }

    private static SSLContext trusting(Path keyStore) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "page",
                KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray()).getCertificate("page"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
