package io.streamgauge.app;

import io.streamgauge.backtest.SeasonSample;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.signal.SeasonSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The season that files of history show: in the first quarter of their events, by event time.
 *
 * <p>Short files are taken as a whole, and of long ones no more than a sample holds. The forecasts of these first events
 * know a season that they helped to find; those after them see nothing that is ahead.
 */
final class HistorySeason {

    private static final int SHARE = 4;
    /** A file of so few events is read whole. */
    private static final long LEAST_EVENTS = 1_024;

    private static final long MOST_EVENTS = 4_000_000;

    private final SeasonSample sample = new SeasonSample();
    private final SeasonSearch.Outcome outcome;
    private final boolean complete;

    private HistorySeason(InputEvents events) {
        long size = events.size();
        long most =
                size == InputEvents.UNKNOWN ? MOST_EVENTS : Math.min(MOST_EVENTS, Math.max(LEAST_EVENTS, size / SHARE));
        for (long i = 0; i < most && events.hasNext() && !sample.isFull(); i++) {
            sample.take(events.next());
        }
        complete = !events.hasNext();
        outcome = sample.search();
    }

    /** The season of the files. */
    static HistorySeason of(TopologyConfig topology, InputOptions input) {
        try (InputEvents events = input.openSteps(topology)) {
            return new HistorySeason(events);
        }
    }

    /**
     * The topology with its season; where it asks for that, with the one that the files show, which is told.
     *
     * @param file how to name where the topology came from
     */
    static TopologyConfig settle(TopologyConfig topology, Path file, InputOptions input) {
        if (!topology.findsSeason() || !input.isGiven()) {
            return topology.requireSeason(file.toString());
        }
        HistorySeason found = of(topology, input);
        found.lines().forEach(System.out::println);
        return topology.withSeason(found.season());
    }

    /** Events of a season; 0 where none was found. */
    int season() {
        return outcome.season();
    }

    /** What was found, and in what, with {@code RESULT} lines. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String where = String.format(
                Locale.ROOT,
                "in %d series, %s %,d values each",
                sample.series(),
                complete ? "all of their at most" : "the first at most",
                sample.values());
        if (outcome.isFound()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "Season: %d events found, autocorrelation %.2f (%s, whose own forecasts know it already)",
                    outcome.season(),
                    outcome.autocorrelation(),
                    where));
            lines.add(ResultLine.of("season", outcome.season(), "events"));
            lines.add(ResultLine.of("season.autocorrelation", outcome.autocorrelation(), "share"));
        } else {
            String highest = Double.isNaN(outcome.autocorrelation())
                    ? "nothing repeats itself"
                    : String.format(Locale.ROOT, "no more repeats itself than %.2f", outcome.autocorrelation());
            lines.add("Season: none found (" + where + "; " + highest + "); the day by the clock stands in for it");
            lines.add(ResultLine.of("season", 0, "events"));
        }
        return lines;
    }
}
