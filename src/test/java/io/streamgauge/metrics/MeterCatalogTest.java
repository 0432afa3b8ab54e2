package io.streamgauge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MeterCatalogTest {
    private static final Path PAGE = Path.of("config", "METRICS.md");
    /** All meters of a process that forecasts and trains, with two watched keys, two layers and a reason of each kind. */
    private static final int MOST_SERIES = 220;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ForecastMetrics forecast = new ForecastMetrics(
            registry,
            new ForecastLabels(
                    List.of("malformed_json"),
                    List.of("crc"),
                    List.of("spike"),
                    List.of(1, 2, 3, 6, 12, 24),
                    List.of("a", "b")));
    private final TrainerMetrics trainer = new TrainerMetrics(registry, List.of("shape"), List.of("rnn 0", "head"));

    @BeforeEach
    void startProcess() {
        new ProcessMetrics(registry, "plain");
        new StreamsMetrics(registry, new Ones());
        new EpisodeMetrics(registry, List.of("spike"), kind -> 3);
    }

    static List<Meter> meters() {
        return MeterCatalog.all();
    }

    @ParameterizedTest
    @MethodSource("meters")
    void shouldExportEveryMeterWithHelpAndType(Meter meter) {
        String name = meter.spec().prometheusName();

        assertThat(registry.scrape())
                .contains("# HELP " + name + " " + meter.spec().description() + "\n")
                .contains("# TYPE " + name + " " + exportedType(meter) + "\n");
    }

    @ParameterizedTest
    @MethodSource("meters")
    void shouldNameMetersByPrometheusRules(Meter meter) {
        assertThat(meter.spec().prometheusName()).matches("streamgauge_[a-z_]+[a-z]");
        assertThat(meter.spec().prometheusName().endsWith("_total"))
                .isEqualTo(meter.spec().kind() == Meter.Kind.COUNTER);
        if (Set.of("seconds", "bytes", "ratio").contains(meter.spec().unit())) {
            assertThat(meter.spec().prometheusName().replaceAll("_total$", ""))
                    .endsWith("_" + meter.spec().unit());
        }
        assertThat(meter.spec().description()).endsWith(".").doesNotContain("\n");
    }

    @Test
    void shouldExportNothingThatIsNotInTheCatalogue() {
        Set<String> catalogued = new TreeSet<>();
        for (Meter meter : MeterCatalog.all()) {
            catalogued.add(meter.spec().prometheusName());
            if (meter.spec().kind() == Meter.Kind.TIMER) {
                catalogued.add(meter.spec().prometheusName() + "_max");
            }
        }

        Set<String> exported = new TreeSet<>();
        Matcher types = Pattern.compile("# TYPE (\\S+) ").matcher(registry.scrape());
        while (types.find()) {
            exported.add(types.group(1));
        }

        assertThat(exported).isEqualTo(catalogued);
    }

    @Test
    void shouldCountWhatHappened() {
        forecast.eventReceived();
        forecast.forecastEmitted("OK");
        forecast.forecastEmitted("OTHER");
        forecast.recordEndToEnd(120);
        forecast.recordEndToEnd(-5);
        forecast.deadLetter("malformed_json");
        forecast.deadLetter("a key of the data");
        forecast.late();
        forecast.duplicate();
        forecast.registryFailure();
        forecast.recordStep(40_000);
        forecast.episodeOpened("spike");
        forecast.episodeClosed("spike");
        forecast.windowEmitted();
        forecast.weightsLoaded(7, 6);
        forecast.weightsRejected("crc");
        double[][] errors = new double[ForecastMetrics.EXPERTS.size()][6];
        errors[0][0] = .5;
        errors[0][5] = Double.NaN;
        forecast.absoluteErrors(errors);
        forecast.bandHit(true);
        forecast.setStreamsState("REBALANCING");
        forecast.setStreamsState("RUNNING");

        assertThat(registry.scrape().lines())
                .contains(
                        "streamgauge_events_total 1.0",
                        "streamgauge_forecasts_total{status=\"OK\"} 1.0",
                        "streamgauge_forecasts_total{status=\"other\"} 1.0",
                        "streamgauge_end_to_end_seconds_count 2",
                        "streamgauge_end_to_end_seconds_bucket{le=\"0.1\"} 1",
                        "streamgauge_end_to_end_seconds_bucket{le=\"0.25\"} 2",
                        "streamgauge_dead_letters_total{reason=\"malformed_json\"} 1.0",
                        "streamgauge_dead_letters_total{reason=\"other\"} 1.0",
                        "streamgauge_late_events_total 1.0",
                        "streamgauge_duplicate_events_total 1.0",
                        "streamgauge_schema_registry_failures_total 1.0",
                        "streamgauge_step_seconds_count 1",
                        "streamgauge_step_seconds_bucket{le=\"2.5E-5\"} 0",
                        "streamgauge_step_seconds_bucket{le=\"5.0E-5\"} 1",
                        "streamgauge_episodes_opened_total{kind=\"spike\"} 1.0",
                        "streamgauge_episodes_closed_total{kind=\"spike\"} 1.0",
                        "streamgauge_episodes_open{kind=\"spike\"} 3.0",
                        "streamgauge_windows_emitted_total 1.0",
                        "streamgauge_weights_loaded_total 1.0",
                        "streamgauge_weights_generation 7.0",
                        "streamgauge_weights_version 6.0",
                        "streamgauge_weights_rejected_total{reason=\"crc\"} 1.0",
                        "streamgauge_scored_forecasts_total{expert=\"mix\",horizon=\"1\"} 1.0",
                        "streamgauge_scored_forecasts_total{expert=\"mix\",horizon=\"24\"} 0.0",
                        "streamgauge_scaled_absolute_error_total{expert=\"mix\",horizon=\"1\"} 0.5",
                        "streamgauge_band_values_total{side=\"inside\"} 1.0",
                        "streamgauge_band_values_total{side=\"outside\"} 0.0",
                        "streamgauge_streams_state{state=\"REBALANCING\"} 0.0",
                        "streamgauge_streams_state{state=\"RUNNING\"} 1.0");
    }

    @Test
    void shouldShowTheTrainersLastBlock() {
        trainer.windowsConsumed(32);
        trainer.windowRejected("shape");
        trainer.windowLag(5);
        trainer.blockTrained(0.25, 0.001);
        trainer.gradients(Map.of("rnn 0", 1.2, "head", 0.9, "unknown", 7.0), 1.5, 1, 0.125, 0.01);
        trainer.skippedUpdate(2);
        trainer.promoted(3);
        trainer.rejected();

        assertThat(registry.scrape()).doesNotContain("unknown");
        assertThat(registry.scrape().lines())
                .contains(
                        "streamgauge_trainer_windows_total 32.0",
                        "streamgauge_trainer_windows_rejected_total{reason=\"shape\"} 1.0",
                        "streamgauge_trainer_window_lag 5.0",
                        "streamgauge_trainer_blocks_total 1.0",
                        "streamgauge_trainer_loss 0.25",
                        "streamgauge_trainer_gradient_norm{layer=\"rnn 0\"} 1.2",
                        "streamgauge_trainer_gradient_norm{layer=\"head\"} 0.9",
                        "streamgauge_trainer_global_gradient_norm 1.5",
                        "streamgauge_trainer_clipped_gradient_norm 1.0",
                        "streamgauge_trainer_update_norm 0.01",
                        "streamgauge_trainer_clipped_ratio 0.125",
                        "streamgauge_trainer_learning_rate 0.001",
                        "streamgauge_trainer_updates_skipped_total 2.0",
                        "streamgauge_trainer_promotions_total 1.0",
                        "streamgauge_trainer_rejections_total 1.0",
                        "streamgauge_trainer_version 3.0");
    }

    @Test
    void shouldKeepGaugesAliveWhenTheirOwnerIsCollected() {
        PrometheusMeterRegistry orphaned = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new TrainerMetrics(orphaned, List.of(), List.of()).windowLag(1);
        System.gc();

        assertThat(orphaned.scrape().lines()).contains("streamgauge_trainer_window_lag 1.0");
    }

    @Test
    void shouldExportNoMoreSeriesThanTheClosedSetsAllow() {
        for (int i = 0; i < 1_000; i++) {
            forecast.forecastEmitted("status " + i);
            forecast.deadLetter("reason " + i);
            forecast.episodeOpened("kind " + i);
            forecast.weightsRejected("reason " + i);
            forecast.watched("key " + i, new Watched(i, i, i, i, i, i, i));
            trainer.windowRejected("reason " + i);
        }
        long series =
                registry.scrape().lines().filter(line -> !line.startsWith("#")).count();
        assertThat(registry.scrape()).doesNotContain("key 1", "status 1", "reason 1", "kind 1");
        assertThat(series).isLessThan(MOST_SERIES);
    }

    @Test
    void shouldExportFourHorizonsOfAny() {
        assertThat(registry.scrape()
                        .lines()
                        .filter(line -> line.startsWith("streamgauge_scored_forecasts_total{expert=\"mix\""))
                        .map(line -> line.replaceAll(".*horizon=\"(\\d+)\".*", "$1")))
                .containsExactlyInAnyOrder("1", "3", "6", "24");
    }

    @Test
    void shouldShowWatchedKeysUntilTasksMove() {
        forecast.watched("a", new Watched(5, 4, 3, 6, 5.5, .25, .5));
        assertThat(registry.scrape().lines())
                .contains(
                        "streamgauge_watched_value{key=\"a\"} 5.0",
                        "streamgauge_watched_expected{key=\"a\"} 4.0",
                        "streamgauge_watched_lower{key=\"a\"} 3.0",
                        "streamgauge_watched_upper{key=\"a\"} 6.0",
                        "streamgauge_watched_forecast{key=\"a\"} 5.5",
                        "streamgauge_watched_anomaly_score{key=\"a\"} 0.25",
                        "streamgauge_watched_value{key=\"b\"} NaN");

        forecast.setStreamsState("REBALANCING");

        assertThat(registry.scrape().lines()).contains("streamgauge_watched_value{key=\"a\"} NaN");
    }

    @Test
    void shouldTellTheAgeOfTheWeightsFromTheirPublication() {
        assertThat(registry.scrape().lines()).contains("streamgauge_weights_age_seconds NaN");
        forecast.weightsPublished(registry.config().clock().wallTime() - 5_000);
        double age = registry.get("streamgauge_weights_age_seconds").gauge().value();
        assertThat(age).isBetween(5.0, 60.0);
    }

    @Test
    void shouldRefuseToWatchMoreKeysThanItsBound() {
        List<String> many = IntStream.rangeClosed(0, ForecastLabels.MOST_WATCHED)
                .mapToObj(i -> "k" + i)
                .toList();
        assertThatThrownBy(() -> new ForecastLabels(List.of(), List.of(), List.of(), List.of(), many))
                .hasMessage("51 watched keys, expected at most 50");
    }

    @Test
    void shouldStandInTheRepositoryAsTheCatalogueSays() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, MeterReference.markdown());
        }
        assertThat(PAGE).as("rewrite with -Dgolden.update=true").hasContent(MeterReference.markdown());
    }

    /** One for every figure. */
    private static final class Ones implements StreamsMetrics.Figures {
        @Override
        public double threads() {
            return 1;
        }

        @Override
        public double failedThreads() {
            return 1;
        }

        @Override
        public double inputLag() {
            return 1;
        }

        @Override
        public double stateKeys() {
            return 1;
        }

        @Override
        public double stateBytes() {
            return 1;
        }

        @Override
        public double writeBuffers() {
            return 1;
        }

        @Override
        public double blockCache() {
            return 1;
        }

        @Override
        public double restoreRemaining() {
            return 1;
        }

        @Override
        public double restored() {
            return 1;
        }
    }

    @Test
    void shouldGoOnCountingAfterACollection() {
        double[][] errors = new double[ForecastMetrics.EXPERTS.size()][6];
        forecast.absoluteErrors(errors);
        registry.scrape();
        System.gc();
        forecast.absoluteErrors(errors);

        assertThat(registry.scrape().lines())
                .contains("streamgauge_scored_forecasts_total{expert=\"mix\",horizon=\"1\"} 2.0");
    }

    private static String exportedType(Meter meter) {
        return switch (meter.spec().kind()) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER -> "histogram";
        };
    }
}
