package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.signal.Measurement;
import io.streamgauge.wire.CategoryStateCodec;
import io.streamgauge.wire.EventMemory;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WeightsRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every input that fuzzing has kept, once more: whole ones are read, and none does what its reader promises not to do.
 *
 * <p>A whole input of a binary format stands first; {@code -Dgolden.update=true} writes it where the format has changed,
 * and drops the others with it.
 */
class CorpusTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "io", "streamgauge", "app", "fuzz");

    static List<String> names() {
        return FuzzTargets.NAMES;
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldReadTheFirstAndReadOrRefuseTheRest(String name) throws IOException {
        rewriteWhereTheFormatHasChanged(name);
        FuzzTarget target = FuzzTargets.of(name);
        List<byte[]> corpus = FuzzTargets.corpus(name);
        assertThat(target.refuses(corpus.get(0).clone()))
                .as("the whole input of %s, written anew with -Dgolden.update=true", name)
                .isFalse();
        corpus.forEach(input -> target.refuses(input.clone()));
    }

    private static void rewriteWhereTheFormatHasChanged(String name) throws IOException {
        byte[] whole = whole(name);
        Path file = FOLDER.resolve(name + ".base64");
        if (whole.length == 0 || !Boolean.getBoolean("golden.update")) {
            return;
        }
        String line = Base64.getEncoder().encodeToString(whole);
        if (!Files.exists(file) || !Files.readAllLines(file).get(0).equals(line)) {
            Files.writeString(file, line + "\n");
        }
    }

    /** A whole input of a binary format; empty for text. */
    private static byte[] whole(String name) {
        ForecasterSpec spec = FuzzTargets.spec();
        return switch (name) {
            case "states" -> new StateCodec(spec).encode(KeyState.fresh(spec));
            case "categories" -> categories();
            case "avro" -> FormatInputs.avro();
            case "protobuf" -> FormatInputs.protobuf();
            case "memories" -> {
                EventMemory memory = FuzzTargets.memories().fresh();
                memory.remember(OptionalLong.of(42));
                for (int n = 0; n < 5; n++) {
                    memory.hold(new EventMemory.HeldEvent(Measurement.of(1_000L * n, n), n));
                }
                yield FuzzTargets.memories().encode(memory);
            }
            case "weights" ->
                new WeightsRecord(new ModelInfo(1, 1, 1, 1, 1, 1, 1, 1, 1), spec.untrained(1), ModelTask.of(spec))
                        .encode();
            case "vocabularies" ->
                new WeightsRecord(
                                new ModelInfo(1, 1, 1, 1, 1, 1, 1, 1, 1),
                                FuzzTargets.categories(true).spec().untrained(1),
                                FuzzTargets.categoryTask())
                        .withVocabulary(List.of("job <*> done", "\"ü\"\n"))
                        .encode();
            default -> new byte[0];
        };
    }

    /** A key that has met categories which nobody knows. */
    private static byte[] categories() {
        CategoryMonitor monitor = FuzzTargets.categories(false);
        CategoryMonitor.KeyCategories state = monitor.fresh("key");
        state.series().restoreUnknown(List.of("a", "ü b"));
        return new CategoryStateCodec(monitor).encode(state);
    }
}
