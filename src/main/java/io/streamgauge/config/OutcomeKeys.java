package io.streamgauge.config;

import java.time.Duration;
import java.util.Optional;

/** The keys of a topology file that say which outcome people label. */
final class OutcomeKeys {
    static final Setting<Optional<Duration>> WITHIN = Setting.of(
            "outcome.within",
            Kind.optionalDuration(),
            Kind.NONE,
            "Event time after an event in which an outcome begins that people label (label --as outcome), such as a failure:"
                    + " every forecast holds its probability. None where there is no such outcome.");
    static final Setting<String> NAME = Setting.of(
            "outcome.name",
            Kind.text("letters, digits, '.', '_' and '-'", "[A-Za-z0-9._-]{1,64}"),
            "outcome",
            "How forecasts name the outcome.");
    static final Setting<Unlabelled> UNLABELLED = Setting.of(
            "outcome.unlabelled",
            Kind.choice(Unlabelled.values(), Unlabelled::text),
            Unlabelled.NO.text(),
            "What an event without a label in reach means: no, there was no outcome; unknown, it is not learned from, so"
                    + " that no-outcome has to be labelled too.");
    static final Setting<Duration> WAIT = Setting.of(
            "outcome.wait",
            Kind.duration(Duration.ZERO),
            "10m",
            "Event time of the key, after outcome.within, that a window waits for it to be said that an outcome began;"
                    + " what nobody has said by then has not been, where outcome.unlabelled is no.");
    static final Setting<Integer> MOST_WAITING = Setting.of(
            "outcome.most-waiting",
            Kind.integer(1, 1_000_000),
            "16384",
            "Windows and labels after which a window no longer waits, which bounds the trainer's memory; what nobody has"
                    + " labelled by then is not learned as no.");

    private OutcomeKeys() {}
}
