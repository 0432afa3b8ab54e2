package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamgauge.metrics.ForecastLabels;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryTest {

    private static final int KNOWN = 7;
    private static final int UNKNOWN = 8;
    /** Longer than the first pause by far, shorter than the longest. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final RegistryServer server = new RegistryServer();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SchemaRegistry registry =
            new SchemaRegistry(URI.create(server.url() + "/"), "", new ForecastMetrics(meters, ForecastLabels.none()));

    @AfterEach
    void stop() {
        server.close();
    }

    private double failures() {
        return meters.get("streamgauge_schema_registry_failures_total")
                .counter()
                .count();
    }

    @Test
    void shouldAskOnceForWhatIsKnownAndForWhatIsNot() throws Exception {
        server.register(KNOWN, "{\"type\":\"string\"}");
        for (int i = 0; i < 3; i++) {
            assertThat(registry.isAnswered(KNOWN)).isTrue();
            assertThat(registry.byId(KNOWN)).isEqualTo("{\"type\":\"string\"}");
            assertThat(registry.isAnswered(UNKNOWN)).as("that nobody knows it").isTrue();
            assertThatExceptionOfType(RejectedEventException.class)
                    .isThrownBy(() -> registry.byId(UNKNOWN))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.UNKNOWN_SCHEMA));
        }
        assertThat(server.asked()).isEqualTo(2);
        assertThat(failures()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 401, 404, 503})
    void shouldTakeNothingElseForAnAnswer(int status) throws Exception {
        server.register(KNOWN, "{}");
        server.fail(status);
        assertThat(registry.isAnswered(KNOWN)).isFalse();
        assertThat(registry.isAnswered(UNKNOWN)).as("while it pauses").isFalse();
        assertThat(server.asked()).as("requests of whatever id").isEqualTo(1);
        assertThat(registry.obstacle()).get().asString().contains(server.url() + " answers");
        assertThat(failures()).isEqualTo(1);
        server.recover();
        Awaitility.await().atMost(PATIENCE).until(() -> registry.isAnswered(KNOWN));
        assertThat(registry.obstacle()).isEmpty();
        assertThat(registry.byId(KNOWN)).isEqualTo("{}");
    }

    @Test
    void shouldWaitForAServerThatIsNotThere() {
        server.close();
        assertThat(registry.isAnswered(KNOWN)).isFalse();
        assertThat(registry.obstacle()).get().asString().contains("cannot be reached");
        assertThatExceptionOfType(SchemaRegistry.Unavailable.class)
                .isThrownBy(() -> registry.byId(KNOWN))
                .withMessageContaining("schema 7 is not known: schema registry at " + server.url());
        assertThat(failures()).isBetween(3.0, 10.0);
    }

    @Test
    void shouldNotWaitForeverForAServerThatSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SchemaRegistry unheard = new SchemaRegistry(
                    URI.create("http://127.0.0.1:" + silent.getLocalPort()), "", ForecastMetrics.noop());
            assertThat(unheard.isAnswered(KNOWN)).isFalse();
            assertThat(unheard.obstacle()).get().asString().contains("does not answer within 2 s");
        }
    }
}
