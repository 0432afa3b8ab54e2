package io.streamgauge.metrics;

import java.util.Locale;
import java.util.stream.Collectors;

/** The reference page of the meters, written from their catalogue. */
public final class MeterReference {
    private MeterReference() {}

    public static String markdown() {
        return """
                # Metrics reference

                Generated from the catalogue that also registers the meters; a test compares this page with it. `run`
                exports what does not begin with `streamgauge_trainer_`, `train` what does and the figures of the
                process, `demo` both. A timer is a histogram: `_bucket`, `_count`, `_sum`, and `_max` of the last minutes.

                Label values are closed sets; `key` is one of the keys that `metrics.watch` names, at most %d. Of the
                horizons at most %d are exported.

                | metric | type | unit | labels | meaning |
                |---|---|---|---|---|
                %s
                """.formatted(
                        ForecastLabels.MOST_WATCHED,
                        ForecastLabels.MOST_HORIZONS,
                        MeterCatalog.all().stream().map(MeterReference::row).collect(Collectors.joining("\n")));
    }

    private static String row(Meter meter) {
        String labels =
                meter.spec().labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        meter.spec().prometheusName(),
                        meter.spec().kind().name().toLowerCase(Locale.ROOT),
                        meter.spec().unit(),
                        labels,
                        meter.spec().description());
    }
}
