package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.config.ConfigError;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.http.Health;
import io.streamgauge.http.History;
import io.streamgauge.http.HttpService;
import io.streamgauge.http.HttpSources;
import io.streamgauge.http.KeyNotes;
import io.streamgauge.http.KeyStates;
import io.streamgauge.http.LiveSources;
import io.streamgauge.http.ModelHistory;
import io.streamgauge.http.OpenEpisodes;
import io.streamgauge.signal.Measurement;
import io.streamgauge.wire.EventLayout;
import io.streamgauge.wire.EventMemory;
import io.streamgauge.wire.EventMemoryCodec;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WireFormatException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers of what comes from outside, under seeded damage: each refuses in its own words or reads, throws nothing else, and
 * takes no more memory than ten times its input and a megabyte.
 *
 * <p>{@code ./mvnw test -Dtest=FuzzTest -Dfuzz.seconds=600} gives every reader ten minutes, {@code -Dfuzz.seed=N} another
 * beginning.
 */
class FuzzTest {

    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 0);
    /** Of a short run: enough to come by every branch of a reader, in about a second. */
    private static final int INPUTS = 4_000;

    private static final long MEGABYTE = 1L << 20;
    private static final long TIMES_INPUT = 10;
    private static final int MAX_BYTES = 65_536;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    /** What reads; declares what a reader may throw. */
    private interface Reader {
        void read(byte[] bytes) throws Exception;
    }

    @Test
    void shouldRefuseOrReadEvents() {
        EventLayout layout = new EventLayout(
                "/time", List.of("/value", "/b"), List.of("/c~1d/e"), List.of("/site"), Set.of("/c~1d/e"), 8, true);
        EventReader reader = new EventReader(layout, Optional.of("/id"), MAX_BYTES);
        Mutations inputs = new Mutations(
                SEED,
                texts(
                        "{\"time\":\"2026-03-01T12:00:00Z\",\"value\":3.14,\"b\":null,\"id\":\"x-1\",\"site\":true}",
                        "{\"time\":1772366400,\"value\":-1e300,\"c/d\":{\"e\":[1,2,{\"f\":[]}]},\"id\":17}",
                        "{\"other\":[[[[]]],{}],\"value\":1,\"b\":2,\"time\":1772366400123.5}"),
                "\"time\":",
                "1e999",
                "-0",
                "{",
                "[",
                "]",
                "}",
                "\\u0000",
                "\"",
                "null",
                "9".repeat(1_000),
                "2026-02-30 25:00",
                ",");
        run(inputs, RejectedEventException.class, reader::read);
    }

    @Test
    void shouldRefuseOrReadKeys() {
        KeyReader reader = new KeyReader(512);
        Mutations inputs = new Mutations(SEED, texts("pump-7", "grün 温度", "a\r\nb"), "\uFFFF", "\u0000");
        run(inputs, RejectedEventException.class, reader::read);
    }

    @Test
    void shouldRefuseOrReadStates() {
        ForecasterSpec spec = Wiring.forecaster(TopologyConfig.load(null, Map.of("name", "fuzzed")));
        StateCodec codec = new StateCodec(spec);
        byte[] fresh = codec.encode(KeyState.fresh(spec));
        Mutations inputs = new Mutations(SEED, List.of(fresh));
        run(inputs, WireFormatException.class, codec::decode);
        // With a checksum that is right damage reaches what lies behind it.
        run(new Mutations(SEED + 1, List.of(fresh)), WireFormatException.class, bytes -> codec.decode(sealed(bytes)));
        run(new Mutations(SEED + 2, List.of(fresh)), WireFormatException.class, bytes -> {
            codec.adopt(sealed(bytes));
            codec.decode(bytes);
        });
    }

    @Test
    void shouldRefuseOrReadMemoriesOfEvents() {
        EventMemoryCodec codec = new EventMemoryCodec(new EventLayout("/t", "/v"), 16, 32);
        EventMemory memory = codec.fresh();
        memory.remember(OptionalLong.of(42));
        for (int n = 0; n < 5; n++) {
            memory.hold(new EventMemory.HeldEvent(Measurement.of(1_000L * n, n), n));
        }
        Mutations inputs = new Mutations(SEED, List.of(codec.encode(memory)));
        run(inputs, WireFormatException.class, bytes -> codec.decode(sealed(bytes)));
    }

    private static byte[] sealed(byte[] bytes) {
        if (bytes.length >= Integer.BYTES) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, bytes.length - Integer.BYTES);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - Integer.BYTES, (int)
                    crc.getValue());
        }
        return bytes;
    }

    @Test
    void shouldRefuseOrReadTopologyFiles() {
        Mutations inputs = new Mutations(
                SEED,
                texts(
                        "name: pumps\nsource:\n  topic: my-events\n  time: /time\ntargets: [/value, /b]\nhorizons: 1..12\n",
                        "name: a\nnetwork: {cell: lstm, hidden: 64}\nband.levels: 0.5,0.99\nexpire: {event-time: 7d}\n",
                        Files.exists(Path.of("topology/wide.yaml"))
                                ? read(Path.of("topology/wide.yaml"))
                                : "name: b\n"),
                "&a [*a]",
                "? ",
                "!!java.util.Date ",
                "- ",
                ": ",
                "\t",
                "{{",
                "1..999999999",
                "\n---\n",
                "|",
                "late-wait: 99999999999d\n");
        Path file = folder.resolve("topology.yaml");
        run(inputs, ConfigError.class, bytes -> TopologyConfig.load(Files.write(file, bytes), Map.of()));
    }

    @Test
    void shouldRefuseOrReadRuntimeFiles() {
        Mutations inputs = new Mutations(
                SEED,
                texts(
                        "bootstrap.servers=a:1,b:2\nhttp.port=8080\nconsumer.session.timeout.ms=6000\n",
                        "state.dir=/srv\\u0041\\\n  /b\nsasl.jaas.config=${file:/nowhere:login}\n# end\n"),
                "\\u00",
                "${env:",
                "}",
                "=",
                ":",
                "\\",
                "http.port=-1\n");
        Path file = folder.resolve("runtime.properties");
        run(inputs, ConfigError.class, bytes -> RuntimeConfig.load(Files.write(file, bytes), Map.of()));
    }

    @Test
    void shouldAnswerOrRefuseRequests() {
        HttpSources sources = new HttpSources(
                "fuzzed",
                () -> "",
                () -> new Health(true, "RUNNING", Map.of()),
                new LiveSources(
                        new History(10, 10),
                        new ModelHistory(10),
                        new OpenEpisodes(),
                        new KeyNotes(1),
                        key -> new KeyStates.Unknown(),
                        null,
                        Map.of()));
        Mutations inputs = new Mutations(
                SEED,
                texts("/api/keys?limit=10&search=a", "/api/keys/k%2Fb", "/api/events?key=a", "/metrics", "/?a=b"),
                "%",
                "%00",
                "%ff",
                "/../",
                "limit=",
                "9".repeat(400),
                "&",
                ";",
                "%2e%2e");
        try (HttpService service = new HttpService("127.0.0.1", 0, sources)) {
            // The server's threads read: their memory is not counted here.
            for (int n = 0; n < Math.max(INPUTS / 10, SECONDS * 20); n++) {
                String path =
                        "/" + new String(inputs.next(), StandardCharsets.ISO_8859_1).replaceAll("[\\s\\x00-\\x1f]", "");
                assertThat(status(service.port(), path.substring(0, Math.min(path.length(), 4_000))))
                        .as(path)
                        .isLessThan(500);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int status(int port, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] answer = socket.getInputStream().readNBytes(12);
            assertThat(answer).as("an answer to %s", path).hasSize(12);
            return Integer.parseInt(new String(answer, StandardCharsets.US_ASCII).substring(9));
        }
    }

    private static void run(Mutations inputs, Class<? extends Exception> refusal, Reader reader) {
        // What is only set up once is not the input's doing.
        attempt(new byte[] {1}, refusal, reader);
        // Nor is what reading next to nothing takes: a runtime file is checked against all of Kafka's definitions.
        long least = allocated();
        attempt(new byte[] {1}, refusal, reader);
        least = allocated() - least;
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        int refused = 0;
        int n = 0;
        for (; SECONDS == 0 ? n < INPUTS : System.nanoTime() < end; n++) {
            byte[] input = inputs.next();
            long before = allocated();
            refused += attempt(input, refusal, reader) ? 1 : 0;
            long taken = allocated() - before;
            if (taken > least + TIMES_INPUT * input.length + MEGABYTE) {
                throw new AssertionError(taken + " bytes taken for " + described(input));
            }
        }
        assertThat(refused).as("refused of %s", n).isPositive();
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Whether the input was refused. */
    private static boolean attempt(byte[] input, Class<? extends Exception> refusal, Reader reader) {
        try {
            reader.read(input);
            return false;
        } catch (Exception | StackOverflowError | OutOfMemoryError problem) {
            if (refusal.isInstance(problem)) {
                return true;
            }
            throw new AssertionError(problem + " for " + described(input), problem);
        }
    }

    private static String described(byte[] input) {
        return input.length + " bytes, hex " + HexFormat.of().formatHex(input, 0, Math.min(input.length, 2_000));
    }

    private static List<byte[]> texts(String... texts) {
        return java.util.Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
