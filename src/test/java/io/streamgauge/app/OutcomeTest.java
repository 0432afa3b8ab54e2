package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.backtest.Backtest;
import io.streamgauge.backtest.BacktestListener;
import io.streamgauge.backtest.BacktestSpec;
import io.streamgauge.backtest.BacktestStep;
import io.streamgauge.config.ConfigError;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.learn.OutcomeLabels;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.wire.SourceEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A labelled outcome, from labels to probabilities. */
class OutcomeTest {
    private static final long MINUTE = 60_000;
    private static final int EVENTS = 4_000;
    /** Events of a key from a jump of its value to what it warns of. */
    private static final int LAG = 6;

    private static TopologyConfig topology(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "name", "t",
                "horizons", "1",
                "network.hidden", "12",
                "windows.steps", "16",
                "windows.stride", "4",
                "outcome.within", "3m",
                "outcome.wait", "0s",
                "trainer.updates", "8",
                "trainer.learning-rate", "0.01"));
        settings.putAll(more);
        return TopologyConfig.load(null, settings);
    }

    /** A series that jumps now and then, with an outcome {@value #LAG} minutes after every jump; its forecasts, by event. */
    private static double[] forecasts(TopologyConfig topology, int labelled, int until, boolean[] yes) {
        double[] probabilities = new double[EVENTS];
        int[] at = new int[1];
        BacktestSpec spec = Wiring.backtest(topology, 64);
        Backtest backtest = new Backtest(
                spec, () -> Long.MAX_VALUE / 2, List.<BacktestListener>of(step -> probabilities[at[0]] = of(step)));
        Random random = new Random(3);
        int last = -EVENTS;
        for (int i = 0; i < until; i++) {
            at[0] = i;
            boolean jumps = i - last > 2 * LAG && random.nextInt(20) == 0;
            last = jumps ? i : last;
            long time = i * MINUTE;
            if (i - last == LAG && i < labelled) {
                backtest.label("k", new OutcomeLabels.Label(time, time, true));
            }
            yes[i] = i - last >= LAG - 3 && i - last < LAG;
            double value = 10 + random.nextGaussian() + (jumps ? 12 : 0);
            backtest.take(new SourceEvent("k", time, Integer.toString(i), value));
        }
        return probabilities;
    }

    private static double of(BacktestStep step) {
        return step.forecast().outcome;
    }

    @Test
    void shouldLearnWhatIsLabelledFromWhatCameSixStepsBefore() {
        boolean[] yes = new boolean[EVENTS];
        double[] probabilities = forecasts(topology(Map.of()), EVENTS, EVENTS, yes);
        double error = 0;
        double base = 0;
        int half = EVENTS / 2;
        for (int i = half; i < EVENTS; i++) {
            double came = yes[i] ? 1 : 0;
            error += (probabilities[i] - came) * (probabilities[i] - came);
            base += came;
        }
        double share = base / half;
        assertThat(error / half).as("Brier score").isLessThan(.5 * share * (1 - share));
    }

    @Test
    void shouldSayNothingBeforeAVersionHasCome() {
        double[] probabilities = forecasts(topology(Map.of()), EVENTS, 64, new boolean[EVENTS]);
        assertThat(probabilities[20]).isNaN();
    }

    @Test
    void shouldLearnNothingBeforeItIsKnown() {
        int labelled = 2_000;
        double[] whole = forecasts(topology(Map.of()), EVENTS, EVENTS, new boolean[EVENTS]);
        double[] cut = forecasts(topology(Map.of()), labelled, EVENTS, new boolean[EVENTS]);
        for (int i = 0; i < labelled; i++) {
            assertThat(Double.compare(cut[i], whole[i])).as("forecast %s", i).isZero();
        }
        List<Integer> differ = new ArrayList<>();
        for (int i = labelled; i < EVENTS; i++) {
            if (Double.compare(cut[i], whole[i]) != 0) {
                differ.add(i);
            }
        }
        assertThat(differ).as("what is labelled later matters later").hasSizeGreaterThan(EVENTS / 4);
    }

    @Test
    void shouldLeaveTheNetworkOfAStreamWithoutOutcomeAsItWas() {
        ForecasterSpec with = Wiring.forecaster(topology(Map.of()));
        ForecasterSpec without = with.withOutcome(null);
        NetworkSpec network = without.network();
        assertThat(network.outputSize() + 1).isEqualTo(with.network().outputSize());
        assertThat(without.untrained(7).toArray()).hasSize(network.layout().size());
        assertThat(Wiring.task(topology(Map.of())).head()).endsWith(" beside outcome within 180000 ms");
    }

    @Test
    void shouldTellInOneLineWhatNeedsTheTimeOfTheOutcome() {
        for (String key : List.of("outcome.name", "outcome.unlabelled", "outcome.wait", "outcome.most-waiting")) {
            String value = Map.of("outcome.name", "x", "outcome.unlabelled", "no", "outcome.wait", "1m")
                    .getOrDefault(key, "7");
            assertThatThrownBy(() -> TopologyConfig.load(null, Map.of("name", "t", key, value)))
                    .isInstanceOf(ConfigError.class)
                    .hasMessageContaining(key + ": found without outcome.within, expected the time in which the outcome"
                            + " begins, such as outcome.within: 1h");
        }
        assertThatThrownBy(() -> TopologyConfig.load(
                        null, Map.of("name", "t", "outcome.within", "1h", "category.field", "/type")))
                .hasMessageContaining("outcome.within: found with category.field");
        assertThatThrownBy(() -> StreamOptions.requireUnlabelled(topology(Map.of()), "tune"))
                .isInstanceOf(UserError.class)
                .hasMessage("outcome.within: found PT3M, expected none for tune, which reads no labels");
    }

    /** Its windows are learned from before it ends, and silence would mean that there was none. */
    @Test
    void shouldSayThatAnOutcomeBeganBeforeItIsOver(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("labels.csv");
        Files.writeString(
                file,
                "key,from,to,label\nk,1970-01-01 02:00,1970-01-01 03:30,outcome\n"
                        + "k,1970-01-01 01:00,1970-01-01 01:30,no-outcome\n");
        LabelledHistory history = Objects.requireNonNull(LabelledHistory.of(topology(Map.of()), file));
        List<OutcomeLabels.Label> said = new ArrayList<>();
        history.tell(120 * MINUTE - 1, (key, label) -> said.add(label));
        assertThat(said).containsExactly(new OutcomeLabels.Label(60 * MINUTE, 90 * MINUTE, false));
        history.tell(120 * MINUTE, (key, label) -> said.add(label));
        assertThat(said).hasSize(2).endsWith(new OutcomeLabels.Label(120 * MINUTE, 120 * MINUTE, true));
        history.tell(210 * MINUTE, (key, label) -> said.add(label));
        assertThat(said).hasSize(3).endsWith(new OutcomeLabels.Label(120 * MINUTE, 210 * MINUTE, true));
    }

    @Test
    void shouldRefuseAFileOfLabelsThatAreNone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("labels.csv");
        Files.writeString(file, "key,from,to,label\nk,2026-01-01 00:00,2026-01-01 00:05,normal\n");
        assertThatThrownBy(() -> LabelledHistory.of(topology(Map.of()), file))
                .hasMessage("--labels: found 'normal' of 'k', expected outcome or no-outcome");
        TopologyConfig none = TopologyConfig.load(null, Map.of("name", "t"));
        assertThatThrownBy(() -> LabelledHistory.of(none, file))
                .hasMessageStartingWith("--labels: found without outcome.within");
        Files.writeString(file, "key,from,to,label\nk,2026-01-01 00:00,later,outcome\n");
        assertThatThrownBy(() -> LabelledHistory.of(topology(Map.of()), file))
                .hasMessageStartingWith(file + ":2: label's to is 'later', expected ");
        Files.writeString(file, "key,label\n");
        assertThatThrownBy(() -> LabelledHistory.of(topology(Map.of()), file))
                .hasMessage(file + ":1: found [key, label], expected the columns key,from,to,label");
    }
}
