package io.streamgauge.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The keys of a topology file: the one place where their defaults, limits and meanings stand. */
final class TopologyKeys {
    private static final String NAME_PATTERN = "[a-z0-9][a-z0-9._-]{0,80}";
    private static final String NAME_EXPECTED = "1 to 81 of a-z, 0-9, '.', '_' and '-', the first a letter or a digit";

    static final Setting<String> NAME = Setting.required(
            "name",
            Kind.text(NAME_EXPECTED, NAME_PATTERN),
            "Name of the forecast stream: first part of the names of its topics and groups.");
    static final Setting<String> MODEL = Setting.following(
            NAME,
            "model",
            Kind.text(NAME_EXPECTED, NAME_PATTERN),
            "Name of the model: first part of the keys on the weights topic.");

    static final Setting<String> SOURCE_TOPIC = Setting.following(
            NAME,
            "source.topic",
            Kind.text(
                    "a Kafka topic name: 1 to 249 of a-z, A-Z, 0-9, '.', '_' and '-'",
                    "(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}"),
            "Topic that the events are read from; the record key is the series key.");
    static final Setting<String> SOURCE_TIME = Setting.of(
            "source.time",
            Kind.pointer(),
            "/time",
            "JSON pointer of the event time: ISO 8601, or seconds since 1970, or milliseconds from 10^11 on.");
    static final Setting<List<String>> TARGETS = Setting.of(
            "targets",
            Kind.pointers(32),
            "/value",
            "JSON pointers of the values to forecast. Several of them share one network step; the first one stands in the"
                    + " flat fields of a forecast.");
    static final Setting<List<String>> COVARIATES = Setting.of(
            "covariates",
            Kind.optionalPointers(32),
            Kind.NONE,
            "JSON pointers of numbers that come with the values and are not forecast. A missing one is taken to be the last.");
    static final Setting<List<String>> CATEGORIES = Setting.of(
            "categories",
            Kind.optionalPointers(8),
            Kind.NONE,
            "JSON pointers of categories (text, number or flag) that come with the values; the network learns a vector of"
                    + " each.");
    static final Setting<Integer> CATEGORY_ROWS = Setting.of(
            "category-rows",
            Kind.integer(2, 65_536),
            "32",
            "Rows of each category's table: a category falls into one by its hash, so take some times as many as there are.");
    static final Setting<List<String>> KNOWN_AHEAD = Setting.of(
            "known-ahead",
            Kind.optionalPointers(40),
            Kind.NONE,
            "Those of covariates and categories of which an event holds the next step's value, alone or as the first of an"
                    + " array.");
    static final Setting<Missing> MISSING = Setting.of(
            "missing",
            Kind.missing(),
            "skip",
            "What stands in for a value that is missing (null, absent, an empty cell): nothing, so that the event takes no"
                    + " part; the last value; or the forecast for it.");
    static final Setting<Double> FLOOR = Setting.of(
            "floor",
            Kind.bound(Double.NEGATIVE_INFINITY),
            Kind.NONE,
            "Least value a forecast or band can take, such as 0.");
    static final Setting<Double> CAP = Setting.of(
            "cap",
            Kind.bound(Double.POSITIVE_INFINITY),
            Kind.NONE,
            "Largest value a forecast or band can take; above floor.");

    static final Setting<Start> START = Setting.of(
            "start",
            Kind.start(),
            "earliest",
            "Where a first start begins: the oldest event, the next one, or the first at a timestamp. Later starts go on"
                    + " where the last one stopped.");

    static final Setting<Integer> PARTITIONS = Setting.of(
            "partitions",
            Kind.integer(1, 10_000),
            "4",
            "Partitions of the source and output topics where they are created; the limit of parallelism.");
    static final Setting<Integer> REPLICATION = Setting.of(
            "replication", Kind.integer(1, 100), "1", "Replicas of every topic that is created; 3 in production.");
    static final Setting<Duration> RETENTION = Setting.of(
            "retention",
            Kind.duration(Duration.ofSeconds(1)),
            "7d",
            "How long created topics that are not compacted keep their records.");

    static final Setting<List<Integer>> HORIZONS = Setting.of(
            "horizons",
            Kind.horizons(96),
            "1,2,3,6,12,24",
            "Steps ahead that are forecast, in events: a list, a range such as 1..24, or both.");
    static final Setting<Integer> SEASON = Setting.of(
            "season",
            Kind.season(1_000_000),
            "0",
            "Length of the season in events; 0 stands for the day by the clock. auto lets backtest, pretrain, ablation, tune"
                    + " and demo --input find it in the first quarter of their files; a stream that runs needs the number.");
    static final Setting<Integer> READOUT_MEMORY = Setting.of(
            "readout.memory",
            Kind.integer(100, 1_000_000),
            "5000",
            "Values of a key after which what its linear readouts have learned counts a third (1/e); what the season's"
                    + " levels are worth at the further horizons is forgotten four times as fast.");
    static final Setting<ZoneId> TIME_ZONE = Setting.of(
            "time-zone",
            Kind.zone(),
            "UTC",
            "Time zone of the calendar features (hour of day, day of week, holidays).");
    static final Setting<Optional<String>> HOLIDAYS = Setting.of(
            "holidays",
            Kind.optionalFile(),
            Kind.NONE,
            "File of holidays, an ISO date per line, a name behind it if one likes, '#' before comments; a relative name"
                    + " starts from this file's folder.");
    static final Setting<Boolean> GAP_INPUT = Setting.of(
            "gaps.input", Kind.flag(), "false", "Shows the network the pause before a value, in usual intervals.");
    static final Setting<Double> GAP_DECAY = Setting.of(
            "gaps.decay",
            Kind.decimal("a number above 0, at most 1", value -> value > 0 && value <= 1),
            "1",
            "What is left of the network's state after each interval that a pause is too long; 1 lets nothing fade, 0.8"
                    + " suits series with many short pauses. A pause of over 6 intervals empties it in any case.");

    static final Setting<Cell> CELL =
            Setting.of("network.cell", Kind.cell(), "gru", "Recurrent cell of the shared network.");
    static final Setting<Integer> HIDDEN = Setting.of(
            "network.hidden", Kind.integer(1, 1024), "32", "Hidden units per layer; each key's state grows with it.");
    static final Setting<Integer> LAYERS =
            Setting.of("network.layers", Kind.integer(1, 8), "1", "Recurrent layers, one on top of the other.");

    static final Setting<Integer> STEPS = Setting.of(
            "windows.steps", Kind.integer(2, 512), "32", "Events in a labelled window: how far back learning reaches.");
    static final Setting<Integer> STRIDE = Setting.of(
            "windows.stride",
            Kind.integer(1, 512),
            "8",
            "Events of a key from one labelled window to the next; at most windows.steps.");
    static final Setting<Double> WINDOW_KEYS = Setting.of(
            "windows.keys",
            Kind.decimal("a number above 0, at most 1", value -> value > 0 && value <= 1),
            "1.0",
            "Share of the keys that windows are cut of, chosen by a hash of the key: the others learn nothing for the"
                    + " network, and their state is smaller.");

    static final Setting<Double> LEVEL = Setting.of(
            "band.level",
            Kind.decimal("a number above 0 and below 1", value -> value > 0 && value < 1),
            "0.9",
            "Share of values that the band is to hold: that of yhat_lower and yhat_upper.");
    static final Setting<List<Double>> LEVELS = Setting.of(
            "band.levels",
            Kind.optionalShares(9),
            "none",
            "Shares of further bands beside band.level's, such as 0.5,0.99; they stand by level in bands.");
    static final Setting<Duration> MAX_FUTURE = Setting.of(
            "max-future",
            Kind.duration(Duration.ofMillis(1)),
            "1h",
            "An event further ahead of the wall clock than this goes to the dead letters.");
    static final Setting<Integer> MAX_KEY_BYTES = Setting.of(
            "max-key-bytes",
            Kind.integer(1, 1_024),
            "512",
            "An event with a longer key (in bytes) goes to the dead letters.");
    static final Setting<Integer> MAX_EVENT_BYTES = Setting.of(
            "max-event-bytes",
            Kind.integer(1, 1_000_000),
            "65536",
            "An event with a longer value (in bytes) goes to the dead letters.");

    static final Setting<Long> SEED = Setting.of(
            "seed", Kind.wholeNumber(), "7", "Seed of all randomness; the same input and seed give the same output.");
    static final Setting<Output> OUTPUT = Setting.of(
            "output",
            Kind.choice(Output.values(), Output::text),
            Output.FULL.text(),
            "What is written to the forecasts topic: full, every forecast with all that is known of it; compact, every"
                    + " forecast with its first band and scores alone; anomalies, full ones of the values alone whose score is"
                    + " above 1. Alerts, windows and states are the same.");
    static final Setting<Boolean> AUDIT = Setting.of(
            "audit",
            Kind.flag(),
            "false",
            "Adds headers to every output: source partition and offset, event count, generation, checksum of the state.");

    static final Definition ALL = new Definition(
            NAME,
            MODEL,
            SOURCE_TOPIC,
            SOURCE_TIME,
            ReadingKeys.FORMAT,
            ReadingKeys.COLUMNS,
            ReadingKeys.REGISTRY,
            TARGETS,
            BucketKeys.EVERY,
            BucketKeys.AS,
            BucketKeys.FIELDS,
            BucketKeys.GRACE,
            BucketKeys.FILL,
            BucketKeys.KEY,
            BucketKeys.TOTAL,
            CategoryKeys.FIELD,
            CategoryKeys.TEMPLATES,
            CategoryKeys.VOCABULARY,
            CategoryKeys.TOP,
            OutcomeKeys.WITHIN,
            OutcomeKeys.NAME,
            OutcomeKeys.UNLABELLED,
            OutcomeKeys.WAIT,
            OutcomeKeys.MOST_WAITING,
            COVARIATES,
            CATEGORIES,
            CATEGORY_ROWS,
            KNOWN_AHEAD,
            MISSING,
            FLOOR,
            CAP,
            START,
            PARTITIONS,
            REPLICATION,
            RETENTION,
            HORIZONS,
            SEASON,
            TIME_ZONE,
            HOLIDAYS,
            GAP_INPUT,
            GAP_DECAY,
            READOUT_MEMORY,
            CELL,
            HIDDEN,
            LAYERS,
            STEPS,
            STRIDE,
            WINDOW_KEYS,
            TrainerKeys.LOSS,
            TrainerKeys.QUANTILES,
            TrainerKeys.TARGET,
            TrainerKeys.LEARNING_RATE,
            TrainerKeys.SCHEDULE,
            TrainerKeys.SCHEDULE_UPDATES,
            TrainerKeys.DRIFT_BOOST,
            TrainerKeys.DRIFT_BLOCKS,
            TrainerKeys.CLIP_NORM,
            TrainerKeys.HUBER_DELTA,
            TrainerKeys.BATCH,
            TrainerKeys.UPDATES,
            TrainerKeys.BLOCK,
            TrainerKeys.REPLAY,
            TrainerKeys.BURN_IN,
            TrainerKeys.MARGIN,
            TrainerKeys.ROLLBACK_MARGIN,
            TrainerKeys.ROLLBACK_PATIENCE,
            TrainerKeys.PUBLISH_INTERVAL,
            LEVEL,
            LEVELS,
            AlertKeys.ALARMS_PER_MONTH,
            AlertKeys.WARM_UP,
            AlertKeys.WARM_UP_TIME,
            AlertKeys.ALERT_DIRECTION,
            AlertKeys.ALERT_MIN_DEVIATION,
            AlertKeys.ALERT_MIN_RELATIVE,
            AlertKeys.ALERT_SCALE_FLOOR,
            AlertKeys.ALERT_CLOSE_BELOW,
            AlertKeys.ALERT_COOL_DOWN,
            AlertKeys.ALERT_SILENCE_AFTER,
            AlertKeys.ALERT_MUTE,
            AlertKeys.ALERT_OVERRIDES,
            AlertKeys.ALERT_FORECAST,
            MAX_FUTURE,
            MAX_KEY_BYTES,
            MAX_EVENT_BYTES,
            IntakeKeys.LATE,
            IntakeKeys.LATE_WAIT,
            IntakeKeys.LATE_BUFFER,
            IntakeKeys.DUPLICATE_ID,
            IntakeKeys.DUPLICATE_IDS,
            IntakeKeys.TOMBSTONES,
            IntakeKeys.MAX_KEYS,
            IntakeKeys.EXPIRE_EVENT_TIME,
            IntakeKeys.EXPIRE_WALL_CLOCK,
            SEED,
            OUTPUT,
            AUDIT);

    private TopologyKeys() {}
}
