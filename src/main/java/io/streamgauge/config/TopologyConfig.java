package io.streamgauge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One forecast stream, as its topology file describes it. The meaning of every value, its unit and its default stand in
 * {@link TopologyKeys}, and from there in {@code config/REFERENCE.md}.
 *
 * @param model first part of the keys on the weights topic
 * @param horizons steps ahead, ascending, the first of them 1
 * @param season events per season, 0 when not known, {@link #SEASON_TO_FIND} where history is to tell
 * @param readoutMemory values after which what a readout has learned counts a third
 */
public record TopologyConfig(
        String name,
        String model,
        Source source,
        Reading reading,
        Buckets buckets,
        Categories categories,
        Outcomes outcomes,
        Keys keys,
        Topics topics,
        List<Integer> horizons,
        int season,
        int readoutMemory,
        ZoneId timeZone,
        Set<LocalDate> holidays,
        Inputs inputs,
        Network network,
        Windows windows,
        Training trainer,
        Band band,
        Anomaly anomaly,
        Limits limits,
        Intake intake,
        long seed,
        Output output,
        boolean audit) {

    /** Stands for a season that is to be found in files of history. */
    public static final int SEASON_TO_FIND = -1;

    /**
     * What a series is.
     *
     * @param pointers of the key in an event; empty where the record's key is it
     * @param total whether there is a series of all events too
     */
    public record Keys(List<String> pointers, boolean total) {

        /** The key of the series of all events. */
        public static final String TOTAL = "(total)";

        /** Whether events have to be written anew under another key. */
        public boolean change() {
            return !pointers.isEmpty() || total;
        }
    }

    /** Where events come from; {@code time} and {@code targets} are JSON pointers into an event. */
    public record Source(String topic, String time, List<String> targets, Start start) {

        /** The targets' names. */
        public List<String> targetNames() {
            return Pointers.names(targets);
        }
    }

    /** How topics are created where they do not exist. */
    public record Topics(int partitions, int replication, Duration retention) {}

    /** The shape of the shared network. */
    public record Network(Cell cell, int hidden, int layers) {}

    /** Labelled windows, in events of one key; {@code keys} is the share of keys that they are cut of. */
    public record Windows(int steps, int stride, double keys) {}

    /**
     * The forecast bands.
     *
     * @param level of the first one
     * @param further levels of the others, rising; the first one's counts once, wherever it stands
     */
    public record Band(double level, List<Double> further) {

        /** The levels of all bands, each once, the first one's first. */
        public List<Double> levels() {
            return Stream.concat(Stream.of(level), further.stream()).distinct().toList();
        }
    }

    /** When a value is a surprise, and a surprise an alert; {@code warmUp} counts events of a key. */
    public record Anomaly(double alarmsPerMonth, int warmUp, Duration warmUpTime, AlertSettings alerts) {}

    /** What an event may not exceed. */
    public record Limits(Duration maxFuture, int maxKeyBytes, int maxEventBytes) {}

    /**
     * The configuration in {@code file}, or the defaults where there is none, with {@code overrides} on top.
     *
     * @throws ConfigError with all that is wrong
     */
    public static TopologyConfig load(@Nullable Path file, Map<String, String> overrides) {
        List<String> problems = new ArrayList<>();
        Map<String, Raw> raws = new LinkedHashMap<>();
        if (file != null) {
            raws.putAll(YamlFile.read(file, problems));
        }
        overrides.forEach((key, value) -> raws.put(key, Raw.scalar(Overrides.OPTION, value)));
        String source = file == null ? Overrides.OPTION : file.toString();
        Values values = TopologyKeys.ALL.read(source, raws, problems);
        TopologyChecks.check(values, source, problems);
        Reading.check(values, source, problems);
        Buckets.check(values, raws.keySet(), source, problems);
        Categories.check(values, raws.keySet(), source, problems);
        Outcomes.check(values, raws.keySet(), source, problems);
        Set<LocalDate> holidays = holidays(values, file, raws, problems);
        if (!problems.isEmpty()) {
            throw new ConfigError(problems);
        }
        return of(values, holidays);
    }

    private static Set<LocalDate> holidays(
            Values values, @Nullable Path file, Map<String, Raw> raws, List<String> problems) {
        Optional<String> name = values.find(TopologyKeys.HOLIDAYS).flatMap(given -> given);
        if (name.isEmpty()) {
            return Set.of();
        }
        Raw raw = raws.get(TopologyKeys.HOLIDAYS.key());
        boolean overridden = raw == null || raw.where().equals(Overrides.OPTION);
        Path holidays = file == null || overridden ? Path.of(name.get()) : file.resolveSibling(name.get());
        List<String> wrong = new ArrayList<>();
        Set<LocalDate> dates = HolidayFile.read(holidays, wrong);
        problems.addAll(wrong);
        return dates;
    }

    /** The same with other alert settings. */
    public TopologyConfig withAlerts(AlertSettings alerts) {
        Anomaly changed = new Anomaly(anomaly.alarmsPerMonth, anomaly.warmUp, anomaly.warmUpTime, alerts);
        return with(season, changed);
    }

    /** The same with the season that was found. */
    public TopologyConfig withSeason(int found) {
        return with(found, anomaly);
    }

    private TopologyConfig with(int otherSeason, Anomaly otherAnomaly) {
        return new TopologyConfig(
                name,
                model,
                source,
                reading,
                buckets,
                categories,
                outcomes,
                keys,
                topics,
                horizons,
                otherSeason,
                readoutMemory,
                timeZone,
                holidays,
                inputs,
                network,
                windows,
                trainer,
                band,
                otherAnomaly,
                limits,
                intake,
                seed,
                output,
                audit);
    }

    /** Whether the season is still to be found. */
    public boolean findsSeason() {
        return season == SEASON_TO_FIND;
    }

    /**
     * This configuration, for a stream that runs: the states of its keys stand on one season, so that it must be known.
     *
     * @param file how to name where it came from
     * @throws ConfigError where the season is still to be found
     */
    public TopologyConfig requireSeason(String file) {
        if (findsSeason()) {
            throw new ConfigError(file + ": season: found 'auto', expected a number of events where no history is read;"
                    + " './streamgauge tune' finds it in files of history and writes it down");
        }
        return this;
    }

    /** The topic from which the task that holds a key reads its events. */
    public String eventsTopic() {
        return keys.change() ? topicNames().keyed() : source.topic();
    }

    public TopicNames topicNames() {
        return new TopicNames(name);
    }

    private static TopologyConfig of(Values values, Set<LocalDate> holidays) {
        return new TopologyConfig(
                values.get(TopologyKeys.NAME),
                values.get(TopologyKeys.MODEL),
                new Source(
                        values.get(TopologyKeys.SOURCE_TOPIC),
                        values.get(TopologyKeys.SOURCE_TIME),
                        values.get(TopologyKeys.TARGETS),
                        values.get(TopologyKeys.START)),
                Reading.of(values),
                Buckets.of(values),
                Categories.of(values),
                Outcomes.of(values),
                new Keys(values.get(BucketKeys.KEY), values.get(BucketKeys.TOTAL)),
                new Topics(
                        values.get(TopologyKeys.PARTITIONS),
                        values.get(TopologyKeys.REPLICATION),
                        values.get(TopologyKeys.RETENTION)),
                values.get(TopologyKeys.HORIZONS),
                values.get(TopologyKeys.SEASON),
                values.get(TopologyKeys.READOUT_MEMORY),
                values.get(TopologyKeys.TIME_ZONE),
                holidays,
                Inputs.of(values),
                new Network(
                        values.get(TopologyKeys.CELL),
                        values.get(TopologyKeys.HIDDEN),
                        values.get(TopologyKeys.LAYERS)),
                new Windows(
                        values.get(TopologyKeys.STEPS),
                        values.get(TopologyKeys.STRIDE),
                        values.get(TopologyKeys.WINDOW_KEYS)),
                Training.of(values),
                new Band(values.get(TopologyKeys.LEVEL), values.get(TopologyKeys.LEVELS)),
                new Anomaly(
                        values.get(AlertKeys.ALARMS_PER_MONTH),
                        values.get(AlertKeys.WARM_UP),
                        values.get(AlertKeys.WARM_UP_TIME),
                        AlertSettings.of(values)),
                new Limits(
                        values.get(TopologyKeys.MAX_FUTURE),
                        values.get(TopologyKeys.MAX_KEY_BYTES),
                        values.get(TopologyKeys.MAX_EVENT_BYTES)),
                Intake.of(values),
                values.get(TopologyKeys.SEED),
                values.get(TopologyKeys.OUTPUT),
                values.get(TopologyKeys.AUDIT));
    }
}
