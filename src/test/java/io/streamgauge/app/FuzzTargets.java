package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.config.ConfigError;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.CategorySpec;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.Vocabulary;
import io.streamgauge.http.Health;
import io.streamgauge.http.History;
import io.streamgauge.http.HttpService;
import io.streamgauge.http.HttpSources;
import io.streamgauge.http.KeyNotes;
import io.streamgauge.http.KeyStates;
import io.streamgauge.http.LiveSources;
import io.streamgauge.http.ModelHistory;
import io.streamgauge.http.OpenEpisodes;
import io.streamgauge.wire.CategoryStateCodec;
import io.streamgauge.wire.EventLayout;
import io.streamgauge.wire.EventMemoryCodec;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.LabelRecord;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import io.streamgauge.wire.format.EventFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Every reader of what comes from outside by its name, with inputs to begin with: those that {@link FuzzTest} damages, that
 * {@link CorpusTest} replays, and from which {@code src/measure/fuzz.sh} lets Jazzer go on.
 */
public final class FuzzTargets {

    static final List<String> NAMES = List.of(
            "events",
            "lines",
            "csv",
            "avro",
            "protobuf",
            "keys",
            "labels",
            "states",
            "categories",
            "memories",
            "weights",
            "vocabularies",
            "topology",
            "runtime",
            "requests");

    private static final int MAX_BYTES = 65_536;
    private static final int LONGEST_PATH = 4_000;

    private static @Nullable FuzzTarget fuzzed;

    private FuzzTargets() {}

    /** One input from Jazzer, for the reader that the system property {@code fuzz.target} names. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzTarget target = fuzzed;
        if (target == null) {
            target = of(System.getProperty("fuzz.target", "events"));
            fuzzed = target;
        }
        target.refuses(input);
    }

    /**
     * For {@code fuzz.sh}: writes every reader's inputs into a folder of its name; given a reader's name after the folder,
     * reads what a fuzzer has kept there once more.
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        if (arguments.length > 1) {
            replay(folder.resolve(arguments[1]), of(arguments[1]));
            return;
        }
        for (String name : NAMES) {
            Path own = Files.createDirectories(folder.resolve(name));
            List<byte[]> corpus = corpus(name);
            for (int i = 0; i < corpus.size(); i++) {
                Files.write(own.resolve("seed-" + i), corpus.get(i));
            }
        }
    }

    /** Ends the process, which the server of one reader would keep. */
    private static void replay(Path folder, FuzzTarget target) throws IOException {
        int status = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try {
                    target.refuses(Files.readAllBytes(file));
                } catch (AssertionError finding) {
                    System.out.println(file + ": " + finding);
                    status = 1;
                }
            }
        }
        System.exit(status);
    }

    /** The inputs that are kept of a reader: one per line, in base 64. */
    static List<byte[]> corpus(String name) {
        try (InputStream in = FuzzTargets.class.getResourceAsStream("fuzz/" + name + ".base64")) {
            assertThat(in).as("inputs of %s", name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(Base64.getDecoder()::decode)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ForecasterSpec spec() {
        return Wiring.forecaster(TopologyConfig.load(
                null, Map.of("name", "fuzzed", "network.hidden", "4", "windows.steps", "4", "windows.stride", "2")));
    }

    static ModelTask categoryTask() {
        return ModelTask.of(categories(true).spec());
    }

    /** The core of a small stream of categories, or of log lines. */
    static CategoryMonitor categories(boolean templates) {
        return Objects.requireNonNull(Wiring.categories(TopologyConfig.load(
                null,
                Map.of(
                        "name", "fuzzed",
                        "network.hidden", "4",
                        "windows.steps", "4",
                        "windows.stride", "2",
                        "category.field", "/event",
                        "category.vocabulary", "4",
                        "category.templates", Boolean.toString(templates)))));
    }

    static EventMemoryCodec memories() {
        return new EventMemoryCodec(new EventLayout("/t", "/v"), 16, 32);
    }

    static FuzzTarget of(String name) {
        return switch (name) {
            case "events" -> events();
            case "lines" -> lines();
            case "csv", "avro", "protobuf" -> {
                EventFormat format = FormatInputs.format(name);
                yield new FuzzTarget(RejectedEventException.class, bytes -> format.json(bytes, MAX_BYTES));
            }
            case "keys" -> new FuzzTarget(RejectedEventException.class, new KeyReader(512)::read);
            case "labels" -> new FuzzTarget(RejectedEventException.class, LabelRecord::read);
            case "states" -> states();
            case "categories" -> categories();
            case "memories" -> {
                EventMemoryCodec codec = memories();
                yield new FuzzTarget(WireFormatException.class, bytes -> codec.decode(sealed(bytes)));
            }
            case "weights" -> weights(ModelTask.of(spec()));
            case "vocabularies" -> weights(categoryTask());
            case "topology" ->
                new FuzzTarget(
                        ConfigError.class, bytes -> TopologyConfig.load(Files.write(file("yaml"), bytes), Map.of()));
            case "runtime" ->
                new FuzzTarget(
                        ConfigError.class,
                        bytes -> RuntimeConfig.load(Files.write(file("properties"), bytes), Map.of()));
            case "requests" -> requests();
            default -> throw new IllegalArgumentException("found " + name + ", expected one of " + NAMES);
        };
    }

    private static FuzzTarget events() {
        EventLayout layout = new EventLayout(
                "/time", List.of("/value", "/b"), List.of("/c~1d/e"), List.of("/site"), Set.of("/c~1d/e"), 8, true);
        return new FuzzTarget(
                RejectedEventException.class, new EventReader(layout, Optional.of("/id"), MAX_BYTES)::read);
    }

    /** Log lines, until each has the class of its template. */
    private static FuzzTarget lines() {
        EventLayout layout = new EventLayout("/time", List.of(), List.of(), List.of(), Set.of(), 8, true);
        EventReader reader = new EventReader(layout, Optional.of("/line"), MAX_BYTES);
        CategorySpec spec = categories(true).spec();
        Vocabulary vocabulary = new Vocabulary(List.of("job <*> started", "<*> is done", "rows are sorted"));
        return new FuzzTarget(RejectedEventException.class, bytes -> {
            reader.readRaw(bytes);
            String line = reader.idText();
            if (line != null) {
                vocabulary.classOfLine(spec.name(line));
            }
        });
    }

    /** As they stand, and with a checksum that is right: only then damage reaches what lies behind it. */
    private static FuzzTarget states() {
        StateCodec codec = new StateCodec(spec());
        return new FuzzTarget(WireFormatException.class, bytes -> {
            codec.adopt(sealed(bytes.clone()));
            codec.decode(bytes.length % 2 == 0 ? bytes : sealed(bytes));
        });
    }

    /** Likewise; what could be read can be written and read again. */
    private static FuzzTarget categories() {
        CategoryStateCodec codec = new CategoryStateCodec(categories(false));
        return new FuzzTarget(WireFormatException.class, bytes -> {
            codec.lasting(sealed(bytes.clone()));
            codec.decode(codec.encode(codec.decode(bytes.length % 2 == 0 ? bytes : sealed(bytes))));
        });
    }

    private static FuzzTarget weights(ModelTask task) {
        return new FuzzTarget(WireFormatException.class, bytes -> WeightsRecord.decode(bytes, task));
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

    private static Path file(String ending) {
        Path folder = Path.of(
                System.getProperty("java.io.tmpdir"),
                "fuzz-" + ProcessHandle.current().pid());
        try {
            return Files.createDirectories(folder).resolve("input." + ending);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Paths and parameters; the server's threads read, so that their memory is not counted here. */
    private static FuzzTarget requests() {
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
        // It listens until the process ends.
        HttpService service = new HttpService("127.0.0.1", 0, sources);
        return new FuzzTarget(IllegalArgumentException.class, bytes -> {
            String path = "/" + new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[\\s\\x00-\\x1f]", "");
            int status = status(service.port(), path.substring(0, Math.min(path.length(), LONGEST_PATH)));
            assertThat(status).as(path).isLessThan(500);
            if (status >= 400) {
                throw new IllegalArgumentException("refused with " + status);
            }
        });
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
}
