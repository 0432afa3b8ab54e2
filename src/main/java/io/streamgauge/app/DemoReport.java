package io.streamgauge.app;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.ModelInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The demo's summary: what went in and out, how good the last half's one-step forecasts were, and what the network owes to
 * its memory and its training.
 */
final class DemoReport {

    private final TopologyConfig topology;
    private final ForecastLog log;
    private final Map<Long, ModelSnapshot> snapshots;
    private final @Nullable ModelInfo lastModel;
    private final DemoSource source;
    private final List<String> lines = new ArrayList<>();

    DemoReport(
            TopologyConfig topology,
            ForecastLog log,
            Map<Long, ModelSnapshot> snapshots,
            @Nullable ModelInfo lastModel,
            DemoSource source) {
        this.topology = topology;
        this.log = log;
        this.snapshots = snapshots;
        this.lastModel = lastModel;
        this.source = source;
    }

    /**
     * The lines.
     *
     * @param forecasts committed records on the forecasts topic
     * @param deadLetters committed records on the dead-letters topic
     * @param seconds from the first event sent to the commit of the last
     */
    List<String> lines(long forecasts, long deadLetters, double seconds) {
        lines.clear();
        result("events", source.taken(), "events");
        result("forecasts", forecasts, "records");
        result("dead_letters", deadLetters, "records");
        result("events_per_second", source.taken() / seconds, "events/s");
        result("versions", lastModel == null ? 0 : lastModel.version(), "versions");
        if (lastModel != null) {
            result("loss.first_version", lastModel.firstLoss(), "loss");
            result("loss.last_version", lastModel.gateLoss(), "loss");
        }
        if (log.isKeeping()) {
            List<ForecastRecord> records = log.records();
            accuracy(records);
            anomalies(records);
        }
        return lines;
    }

    private void accuracy(List<ForecastRecord> records) {
        List<ForecastRecord> lastHalf = records.subList(records.size() / 2, records.size());
        double[] errors = new double[Expert.ALL.size()];
        double mix = 0;
        long inside = 0;
        long scored = 0;
        for (ForecastRecord record : lastHalf) {
            ForecastRecord.Previous previous = record.previous();
            if (previous == null || Double.isNaN(previous.residual())) {
                continue;
            }
            scored++;
            mix += Math.abs(previous.residual());
            inside += record.y() >= previous.yhatLower() && record.y() <= previous.yhatUpper() ? 1 : 0;
            for (Expert expert : Expert.ALL) {
                double forecast = previous.experts().getOrDefault(expert.id(), Double.NaN);
                errors[expert.ordinal()] += Math.abs(record.y() - forecast);
            }
        }
        if (scored == 0) {
            return;
        }
        NetworkControls.Result controls = new NetworkControls(topology, snapshots).run(records);
        result("mae.persistence", errors[Expert.PERSISTENCE.ordinal()] / scored, "units");
        result("mae.network", errors[Expert.NETWORK.ordinal()] / scored, "units");
        result("mae.network_without_state", controls.maeWithoutState(), "units");
        result("mae.mix", mix / scored, "units");
        result("coverage." + Math.round(100 * topology.band().level()), inside / (double) scored, "share");
        result("replay.differences", controls.differences(), "records");
    }

    private void anomalies(List<ForecastRecord> records) {
        EpisodeTally tally = new EpisodeTally(records);
        result("anomalies", tally.episodes(), "episodes");
        List<TrueAnomaly> truth = source.trueAnomalies();
        if (truth.isEmpty()) {
            return;
        }
        EpisodeTally.Score score = tally.score(truth);
        result("anomalies.true", score.known(), "anomalies");
        result("anomalies.found", score.found(), "anomalies");
        score.byKind().forEach((kind, recall) -> result("recall." + kind, recall.share(), "share"));
        result("false_episodes", score.falsePerKeyAndMonth(), "per key and month");
    }

    private void result(String name, double value, String unit) {
        lines.add(ResultLine.of(name, value, unit));
    }
}
