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
            "season", Kind.integer(0, 1_000_000), "0", "Length of the season in events; 0 means that it is not known.");
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

    static final Setting<LossKind> LOSS = Setting.of(
            "trainer.loss",
            Kind.loss(),
            LossKind.QUANTILES.text(),
            "What the network learns by, and so what it forecasts: huber, one value; quantiles, those of trainer.quantiles;"
                    + " gaussian-nll, mean and variance.");
    static final Setting<List<Double>> QUANTILES = Setting.of(
            "trainer.quantiles",
            Kind.quantiles(),
            "0.05,0.25,0.5,0.75,0.95",
            "Quantiles that the network forecasts where trainer.loss is quantiles.");
    static final Setting<Target> TARGET = Setting.of(
            "trainer.target",
            Kind.target(),
            Target.CHANGE.text(),
            "What the network learns to forecast: change, that of the value; residual, what the key's own readout leaves of"
                    + " it.");
    static final Setting<Double> LEARNING_RATE = Setting.of(
            "trainer.learning-rate",
            Kind.decimal("a number above 0, at most 1", value -> value > 0 && value <= 1),
            "0.004",
            "Step size of the optimiser; where trainer.schedule changes it, the largest.");
    static final Setting<RateSchedule> SCHEDULE = Setting.of(
            "trainer.schedule",
            Kind.schedule(),
            RateSchedule.COSINE.text(),
            "How the learning rate changes: constant; warm-up, a rise over trainer.schedule-updates; cosine, a fall to a"
                    + " tenth over as many; plateau, a tenth whenever the loss on fresh windows stops falling.");
    static final Setting<Integer> SCHEDULE_UPDATES = Setting.of(
            "trainer.schedule-updates",
            Kind.integer(1, 100_000_000),
            "6000",
            "Updates over which trainer.schedule raises or lowers the learning rate.");
    static final Setting<Double> DRIFT_BOOST = Setting.of(
            "trainer.drift-boost",
            Kind.decimal("a number from 1 to 100", value -> value >= 1 && value <= 100),
            "2.0",
            "What the learning rate is multiplied by for some blocks after the champion's loss on fresh windows has"
                    + " clearly risen.");
    static final Setting<Integer> DRIFT_BLOCKS = Setting.of(
            "trainer.drift-blocks",
            Kind.integer(0, 10_000),
            "8",
            "Blocks for which the response to such a rise lasts; 0 for none.");
    static final Setting<Double> CLIP_NORM = Setting.of(
            "trainer.clip-norm",
            positive(),
            "1.0",
            "Largest global norm of a gradient; larger ones are scaled down to it.");
    static final Setting<Double> HUBER_DELTA = Setting.of(
            "trainer.huber-delta",
            positive(),
            "3.0",
            "Scaled error from which the loss grows linearly instead of with the square.");
    static final Setting<Integer> BATCH =
            Setting.of("trainer.batch", Kind.integer(1, 65_536), "32", "Windows per update; at most trainer.replay.");
    static final Setting<Integer> UPDATES =
            Setting.of("trainer.updates", Kind.integer(1, 100_000), "32", "Updates per block.");
    static final Setting<Integer> BLOCK = Setting.of(
            "trainer.block",
            Kind.integer(1, 65_536),
            "32",
            "New windows that make a block, after which training goes on; at most trainer.replay.");
    static final Setting<Integer> REPLAY = Setting.of(
            "trainer.replay", Kind.integer(1, 1_000_000), "512", "Latest windows kept to draw batches from.");
    static final Setting<Integer> BURN_IN = Setting.of(
            "trainer.burn-in",
            Kind.integer(0, 511),
            "0",
            "First steps of a window that only bring the hidden state up to date and have no part in the loss; less than"
                    + " windows.steps.");
    static final Setting<Double> MARGIN = Setting.of(
            "trainer.margin",
            Kind.decimal("a number from 0, below 1", value -> value >= 0 && value < 1),
            "0.02",
            "Share by which a candidate's loss on unseen windows may exceed the champion's and still be promoted.");
    static final Setting<Double> ROLLBACK_MARGIN = Setting.of(
            "trainer.rollback-margin",
            Kind.decimal("a number from 0, below 1", value -> value >= 0 && value < 1),
            "0.05",
            "Share by which a champion's loss on windows after its promotion may exceed that of the version before it.");
    static final Setting<Integer> ROLLBACK_PATIENCE = Setting.of(
            "trainer.rollback-patience",
            Kind.integer(0, 1_000),
            "3",
            "Blocks in a row beyond trainer.rollback-margin after which the version before it takes charge again; 0 for"
                    + " never.");
    static final Setting<Duration> PUBLISH_INTERVAL = Setting.of(
            "trainer.publish-interval",
            Kind.duration(Duration.ZERO),
            "5s",
            "Least wall-clock time from one published version to the next; 0s publishes after every block.");

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
    static final Setting<Double> ALARMS_PER_MONTH = Setting.of(
            "anomaly.alarms-per-month", positive(), "1.0", "False alarms per key and month that are acceptable.");
    static final Setting<Integer> WARM_UP = Setting.of(
            "anomaly.warm-up", Kind.integer(0, 1_000_000), "100", "Events of a key before it can raise an alert.");

    static final Setting<Duration> WARM_UP_TIME = Setting.of(
            "anomaly.warm-up-time",
            Kind.duration(Duration.ZERO),
            "30d",
            "Event time after which a key can raise an alert, however few its events were.");

    static final Setting<AlertSide> ALERT_DIRECTION = Setting.of(
            "alerts.direction",
            Kind.side(),
            AlertSide.BOTH.text(),
            "On which side of the expected value an anomaly is worth an alert; flat lines and silence have no side. All"
                    + " keys of alerts take effect while the forecaster runs, as soon as the file is saved.");
    static final Setting<Double> ALERT_MIN_DEVIATION = Setting.of(
            "alerts.min-deviation",
            notNegative(),
            "0",
            "Least distance from the expected value that is worth an alert, in the source's units.");
    static final Setting<Double> ALERT_MIN_RELATIVE = Setting.of(
            "alerts.min-relative", notNegative(), "0", "The same as a share of the expected value, such as 0.1.");
    static final Setting<Double> ALERT_SCALE_FLOOR = Setting.of(
            "alerts.scale-floor",
            notNegative(),
            "0",
            "Least usual deviation that a series is taken to have, in the source's units: for series that hardly move."
                    + " What deviates by less than 4 of it raises no alert.");
    static final Setting<Double> ALERT_CLOSE_BELOW = Setting.of(
            "alerts.close-below",
            Kind.decimal("a number from 0, below 1", value -> value >= 0 && value < 1),
            "0.5",
            "Anomaly score below which an alert ends; it begins at 1.");
    static final Setting<Duration> ALERT_COOL_DOWN = Setting.of(
            "alerts.cool-down",
            Kind.duration(Duration.ZERO),
            "0s",
            "Event time after an alert's end in which its key raises none.");
    static final Setting<Double> ALERT_SILENCE_AFTER = Setting.of(
            "alerts.silence-after",
            notNegative(),
            "3",
            "Usual intervals that a key may miss before it counts as silent; 0 for never. It grows for a key that often"
                    + " pauses.");
    static final Setting<List<String>> ALERT_MUTE = Setting.of(
            "alerts.mute",
            Kind.optionalPatterns(),
            Kind.NONE,
            "Patterns of keys that raise no alert; * stands for any characters, ? for one.");
    static final Setting<List<AlertSettings.Override>> ALERT_OVERRIDES = Setting.of(
            "alerts.overrides",
            AlertOverrides.overrides(),
            Kind.NONE,
            "Settings for the keys that a pattern fits: a list of \"PATTERN: name=value name=value\" with the names above;"
                    + " the later one wins.");
    static final Setting<List<AlertSettings.Forecast>> ALERT_FORECAST = Setting.of(
            "alerts.forecast",
            AlertOverrides.forecasts(),
            Kind.NONE,
            "Forecasts of the first target that are worth an alert: a list of \"above 90 within 4h with probability 0.9\","
                    + " each with \"PATTERN: \" before it where it is not for all keys.");

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
            CELL,
            HIDDEN,
            LAYERS,
            STEPS,
            STRIDE,
            WINDOW_KEYS,
            LOSS,
            QUANTILES,
            TARGET,
            LEARNING_RATE,
            SCHEDULE,
            SCHEDULE_UPDATES,
            DRIFT_BOOST,
            DRIFT_BLOCKS,
            CLIP_NORM,
            HUBER_DELTA,
            BATCH,
            UPDATES,
            BLOCK,
            REPLAY,
            BURN_IN,
            MARGIN,
            ROLLBACK_MARGIN,
            ROLLBACK_PATIENCE,
            PUBLISH_INTERVAL,
            LEVEL,
            LEVELS,
            ALARMS_PER_MONTH,
            WARM_UP,
            WARM_UP_TIME,
            ALERT_DIRECTION,
            ALERT_MIN_DEVIATION,
            ALERT_MIN_RELATIVE,
            ALERT_SCALE_FLOOR,
            ALERT_CLOSE_BELOW,
            ALERT_COOL_DOWN,
            ALERT_SILENCE_AFTER,
            ALERT_MUTE,
            ALERT_OVERRIDES,
            ALERT_FORECAST,
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
            AUDIT);

    private TopologyKeys() {}

    private static Kind<Double> notNegative() {
        return Kind.decimal("a number from 0", value -> value >= 0);
    }

    private static Kind<Double> positive() {
        return Kind.decimal("a number above 0", value -> value > 0);
    }
}
