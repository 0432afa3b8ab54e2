package io.streamgauge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
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
        Trainer trainer,
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
            return names(targets);
        }
    }

    /**
     * What enters a step beside the values and the calendar; {@code covariates}, {@code categories} and
     * {@code knownAhead} are JSON pointers into an event.
     *
     * @param floor −∞ where there is none
     * @param cap +∞ where there is none
     */
    public record Inputs(
            List<String> covariates,
            List<String> categories,
            int categoryRows,
            List<String> knownAhead,
            Missing missing,
            boolean gapInput,
            double gapDecay,
            double floor,
            double cap) {

        /** The numeric covariates' names. */
        public List<String> covariateNames() {
            return names(covariates);
        }

        /** The categorical covariates' names. */
        public List<String> categoryNames() {
            return names(categories);
        }
    }

    /** The names of what pointers lead to: the pointers without the first slash. */
    private static List<String> names(List<String> pointers) {
        return pointers.stream().map(pointer -> pointer.substring(1)).toList();
    }

    /** How topics are created where they do not exist. */
    public record Topics(int partitions, int replication, Duration retention) {}

    /** The shape of the shared network. */
    public record Network(Cell cell, int hidden, int layers) {}

    /** Labelled windows, in events of one key; {@code keys} is the share of keys that they are cut of. */
    public record Windows(int steps, int stride, double keys) {}

    /** How the sidecar learns; batch, block and replay count windows, {@code burnIn} steps. */
    public record Trainer(
            LossKind loss,
            List<Double> quantiles,
            Target target,
            double learningRate,
            RateSchedule schedule,
            int scheduleUpdates,
            double driftBoost,
            int driftBlocks,
            double clipNorm,
            double huberDelta,
            int batch,
            int updates,
            int block,
            int replay,
            int burnIn,
            double margin,
            double rollbackMargin,
            int rollbackPatience,
            Duration publishInterval) {}

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
        crossCheck(values, source, problems);
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

    private static void crossCheck(Values values, String source, List<String> problems) {
        values.atMost(TopologyKeys.STRIDE, TopologyKeys.STEPS, source, problems);
        values.below(TrainerKeys.BURN_IN, TopologyKeys.STEPS, source, problems);
        values.atMost(TrainerKeys.BATCH, TrainerKeys.REPLAY, source, problems);
        values.atMost(TrainerKeys.BLOCK, TrainerKeys.REPLAY, source, problems);
        checkPointers(values, source, problems);
        if (values.find(TopologyKeys.AUDIT).orElse(false)
                && values.find(TopologyKeys.OUTPUT).orElse(Output.FULL) == Output.ANOMALIES) {
            problems.add(source + ": output: found 'anomalies', expected full or compact where audit is true, which"
                    + " needs an output for every event");
        }
        values.find(TopologyKeys.FLOOR)
                .ifPresent(floor -> values.find(TopologyKeys.CAP)
                        .filter(cap -> floor >= cap)
                        .ifPresent(cap -> problems.add(
                                source + ": floor: found " + floor + ", expected less than cap, which is " + cap)));
        values.find(TopologyKeys.NAME)
                .ifPresent(name -> values.find(TopologyKeys.SOURCE_TOPIC)
                        .filter(new TopicNames(name).all()::contains)
                        .ifPresent(topic -> problems.add(source + ": source.topic: found '" + topic
                                + "', expected another topic than those written, which begin with '" + name + ".'")));
    }

    private static void checkPointers(Values values, String source, List<String> problems) {
        Set<String> seen = new HashSet<>();
        values.find(TopologyKeys.SOURCE_TIME).ifPresent(seen::add);
        for (Setting<List<String>> setting :
                List.of(TopologyKeys.TARGETS, TopologyKeys.COVARIATES, TopologyKeys.CATEGORIES)) {
            for (String pointer : values.find(setting).orElse(List.of())) {
                if (!seen.add(pointer)) {
                    problems.add(source + ": " + setting.key() + ": found '" + pointer
                            + "', expected no pointer that stands in another key as well");
                }
            }
        }
        values.find(IntakeKeys.DUPLICATE_ID)
                .flatMap(given -> given)
                .filter(pointer -> !seen.add(pointer))
                .ifPresent(pointer -> problems.add(source + ": duplicate-id: found '" + pointer
                        + "', expected a pointer that stands in no other key"));
        Set<String> covariates =
                new HashSet<>(values.find(TopologyKeys.COVARIATES).orElse(List.of()));
        covariates.addAll(values.find(TopologyKeys.CATEGORIES).orElse(List.of()));
        for (String pointer : values.find(TopologyKeys.KNOWN_AHEAD).orElse(List.of())) {
            if (!covariates.contains(pointer)) {
                problems.add(source + ": known-ahead: found '" + pointer
                        + "', expected a pointer of covariates or categories");
            }
        }
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
                inputs(values),
                new Network(
                        values.get(TopologyKeys.CELL),
                        values.get(TopologyKeys.HIDDEN),
                        values.get(TopologyKeys.LAYERS)),
                new Windows(
                        values.get(TopologyKeys.STEPS),
                        values.get(TopologyKeys.STRIDE),
                        values.get(TopologyKeys.WINDOW_KEYS)),
                trainer(values),
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

    private static Inputs inputs(Values values) {
        return new Inputs(
                values.get(TopologyKeys.COVARIATES),
                values.get(TopologyKeys.CATEGORIES),
                values.get(TopologyKeys.CATEGORY_ROWS),
                values.get(TopologyKeys.KNOWN_AHEAD),
                values.get(TopologyKeys.MISSING),
                values.get(TopologyKeys.GAP_INPUT),
                values.get(TopologyKeys.GAP_DECAY),
                values.get(TopologyKeys.FLOOR),
                values.get(TopologyKeys.CAP));
    }

    private static Trainer trainer(Values values) {
        return new Trainer(
                values.get(TrainerKeys.LOSS),
                values.get(TrainerKeys.QUANTILES),
                values.get(TrainerKeys.TARGET),
                values.get(TrainerKeys.LEARNING_RATE),
                values.get(TrainerKeys.SCHEDULE),
                values.get(TrainerKeys.SCHEDULE_UPDATES),
                values.get(TrainerKeys.DRIFT_BOOST),
                values.get(TrainerKeys.DRIFT_BLOCKS),
                values.get(TrainerKeys.CLIP_NORM),
                values.get(TrainerKeys.HUBER_DELTA),
                values.get(TrainerKeys.BATCH),
                values.get(TrainerKeys.UPDATES),
                values.get(TrainerKeys.BLOCK),
                values.get(TrainerKeys.REPLAY),
                values.get(TrainerKeys.BURN_IN),
                values.get(TrainerKeys.MARGIN),
                values.get(TrainerKeys.ROLLBACK_MARGIN),
                values.get(TrainerKeys.ROLLBACK_PATIENCE),
                values.get(TrainerKeys.PUBLISH_INTERVAL));
    }
}
