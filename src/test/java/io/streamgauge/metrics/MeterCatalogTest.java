package io.streamgauge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeterCatalogTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ForecastMetrics forecast = new ForecastMetrics(registry, List.of("malformed_json"), List.of("crc"));
    private final TrainerMetrics trainer = new TrainerMetrics(registry, List.of("shape"), List.of("rnn 0", "head"));

    @BeforeEach
    void startProcess() {
        new ProcessMetrics(registry, "plain");
    }

    @ParameterizedTest
    @EnumSource(MeterCatalog.class)
    void shouldExportEveryMeterWithHelpAndType(MeterCatalog meter) {
        String name = meter.prometheusName();

        assertThat(registry.scrape())
                .contains("# HELP " + name + " " + meter.description() + "\n")
                .contains("# TYPE " + name + " " + exportedType(meter) + "\n");
    }

    @ParameterizedTest
    @EnumSource(MeterCatalog.class)
    void shouldNameMetersByPrometheusRules(MeterCatalog meter) {
        assertThat(meter.prometheusName()).matches("streamgauge_[a-z_]+[a-z]");
        assertThat(meter.prometheusName().endsWith("_total")).isEqualTo(meter.kind() == MeterCatalog.Kind.COUNTER);
        if (Set.of("seconds", "bytes", "ratio").contains(meter.unit())) {
            assertThat(meter.prometheusName()).endsWith("_" + meter.unit());
        }
        assertThat(meter.description()).endsWith(".").doesNotContain("\n");
    }

    @Test
    void shouldExportNothingThatIsNotInTheCatalogue() {
        Set<String> catalogued = new TreeSet<>();
        for (MeterCatalog meter : MeterCatalog.values()) {
            catalogued.add(meter.prometheusName());
            if (meter.kind() == MeterCatalog.Kind.TIMER || meter.kind() == MeterCatalog.Kind.SUMMARY) {
                catalogued.add(meter.prometheusName() + "_max");
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
        forecast.forecastEmitted();
        forecast.deadLetter("malformed_json");
        forecast.deadLetter("a key of the data");
        forecast.late();
        forecast.duplicate();
        forecast.recordStep(40_000);
        forecast.episodeOpened();
        forecast.windowEmitted();
        forecast.weightsLoaded(7, 6);
        forecast.weightsRejected("crc");
        forecast.absoluteError("mix", 0.5);
        forecast.absoluteError("mix", Double.NaN);
        forecast.bandHit(true);
        forecast.setStreamsState("REBALANCING");
        forecast.setStreamsState("RUNNING");

        assertThat(registry.scrape().lines())
                .contains(
                        "streamgauge_events_total 1.0",
                        "streamgauge_forecasts_total 1.0",
                        "streamgauge_dead_letters_total{reason=\"malformed_json\"} 1.0",
                        "streamgauge_dead_letters_total{reason=\"other\"} 1.0",
                        "streamgauge_late_events_total 1.0",
                        "streamgauge_duplicate_events_total 1.0",
                        "streamgauge_step_seconds_count 1",
                        "streamgauge_step_seconds_bucket{le=\"2.5E-5\"} 0",
                        "streamgauge_step_seconds_bucket{le=\"5.0E-5\"} 1",
                        "streamgauge_episodes_opened_total 1.0",
                        "streamgauge_windows_emitted_total 1.0",
                        "streamgauge_weights_loaded_total 1.0",
                        "streamgauge_weights_generation 7.0",
                        "streamgauge_weights_version 6.0",
                        "streamgauge_weights_rejected_total{reason=\"crc\"} 1.0",
                        "streamgauge_scaled_absolute_error_count{expert=\"mix\"} 1",
                        "streamgauge_scaled_absolute_error_sum{expert=\"mix\"} 0.5",
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

    private static String exportedType(MeterCatalog meter) {
        return switch (meter.kind()) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER -> "histogram";
            case SUMMARY -> "summary";
        };
    }
}
