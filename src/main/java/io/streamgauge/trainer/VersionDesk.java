package io.streamgauge.trainer;

import io.streamgauge.learn.BlockReport;
import io.streamgauge.learn.SharedPrior;
import io.streamgauge.learn.Standing;
import io.streamgauge.nn.Parameters;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ModelDecision;
import io.streamgauge.wire.ModelDecision.Kind;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelOrigin;
import io.streamgauge.wire.ModelRequest;
import io.streamgauge.wire.WeightsRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of versions, pointer and decisions, all within the producer's transaction.
 *
 * <p>Every change of champion is a new generation: a new version, or an old one again. Of the versions, the newest
 * {@value Shelf#VERSIONS_KEPT} stay, the newest {@value Shelf#VALIDATED_KEPT} that have passed the gate, and those that the
 * champion would give way to.
 */
final class VersionDesk {

    private static final Logger LOG = LoggerFactory.getLogger(VersionDesk.class);

    /** Who decides where nobody has asked for anything. */
    static final String TRAINER = "trainer";

    private final TrainerSpec spec;
    private final Producer<byte[], byte[]> producer;
    private final WeightsTopic topic;
    private final Shelf shelf;
    /** Whose prior stays until the readouts make one. */
    private @Nullable WeightsRecord latest;

    private Ledger ledger;

    VersionDesk(TrainerSpec spec, Producer<byte[], byte[]> producer, PublishedVersions taken, Ledger ledger) {
        this.spec = spec;
        this.producer = producer;
        this.ledger = ledger;
        topic = new WeightsTopic(spec, producer);
        shelf = taken.shelf();
        latest = taken.champion();
    }

    Ledger ledger() {
        return ledger;
    }

    /** Takes in what has been published by others; whether a champion of theirs is to be learned on from. */
    boolean catchUp(PublishedVersions taken) {
        boolean overtaken = taken.generation() > ledger.generation();
        WeightsRecord champion = taken.champion();
        ledger = ledger.atLeast(taken.generation(), taken.version());
        if (overtaken && champion != null) {
            ledger = ledger.overtakenBy(champion.info().version());
            return true;
        }
        return false;
    }

    /**
     * Publishes what a block has led to, and notes it; gives what is in charge from now on if that is new.
     *
     * @param due whether a version might have been published
     */
    @Nullable
    ModelInfo settle(BlockReport report, BlockRange range, boolean due) {
        if (report.standing() == Standing.CONFIRMED) {
            ledger = ledger.confirmed();
        }
        long parent = ledger.champion();
        Parameters restored = report.restored();
        Parameters promoted = report.promotedParameters();
        ModelInfo changed = null;
        if (restored != null) {
            changed = rollBack(report, range, restored);
            note(Kind.ROLLED_BACK, report, range, parent);
        } else if (promoted != null) {
            changed = publish(report, range, promoted);
            note(Kind.PROMOTED, report, range, parent);
        } else if (due && report.scoredWindows() > 0) {
            note(Kind.REJECTED, report, range, parent);
        }
        if (report.restarted() && restored == null) {
            note(Kind.RESTARTED, report, range, parent);
        }
        return changed;
    }

    private ModelInfo publish(BlockReport report, BlockRange range, Parameters parameters) {
        long parent = ledger.champion();
        ledger = ledger.promoted();
        ModelInfo info = new ModelInfo(
                ledger.generation(),
                ledger.version(),
                report.windows(),
                report.untilTime(),
                range.trainLoss(),
                range.gradientNorm(),
                report.candidateLoss(),
                report.championLoss(),
                parent == 0 ? report.candidateLoss() : report.firstLoss());
        ModelOrigin origin = new ModelOrigin(
                parent,
                range.replayFrom(),
                range.from(),
                range.from(),
                range.until(),
                report.scoredWindows(),
                spec.settings().seed(),
                spec.configHash(),
                TRAINER);
        WeightsRecord plain = new WeightsRecord(info, parameters, spec.task())
                .withPriorOf(latest)
                .withOrigin(origin);
        SharedPrior prior = report.prior();
        WeightsRecord record = (prior == null ? plain : plain.withPrior(prior.mean(), prior.variance()))
                .withVocabulary(report.vocabulary().admitted())
                .withSuccessions(report.vocabulary().successions());
        latest = record;
        shelf.put(info.version(), new Shelf.Entry(topic.send(record), origin.isValidated()));
        point(TRAINER);
        shelf.outdated(List.of(ledger.champion(), ledger.fallback(), parent)).forEach(version -> {
            topic.remove(version);
            shelf.remove(version);
        });
        return info;
    }

    /** The weights to go back to as champion again; as a version of their own where somebody has deleted theirs. */
    private @Nullable ModelInfo rollBack(BlockReport report, BlockRange range, Parameters restored) {
        if (shelf.sha256(ledger.fallback()) == null) {
            LOG.warn("Version {} to go back to is gone; its weights are published anew", ledger.fallback());
            return publish(report, range, restored);
        }
        ledger = ledger.pointedTo(ledger.fallback());
        point(TRAINER);
        return null;
    }

    private void point(String by) {
        String hash = Objects.requireNonNull(shelf.sha256(ledger.champion()));
        topic.send(new ChampionPointer(
                ledger.generation(),
                ledger.champion(),
                hash,
                by,
                shelf.fallbackOf(ledger.champion(), ledger.fallback())));
    }

    /**
     * Decides on a request and notes it. The weights of the decision's version take charge if it is a change.
     *
     * @param taken what stands on the topic now
     * @param expired whether it has come too late
     */
    ModelDecision answer(ModelRequest request, PublishedVersions taken, boolean expired) {
        long parent = ledger.champion();
        long version = request.version() == 0 ? earlier(taken) : request.version();
        String refusal = refusal(version, taken, expired);
        if (refusal.isEmpty()) {
            latest = Objects.requireNonNull(taken.weights(version));
            ledger = ledger.pointedTo(version);
            point(request.by());
        }
        ledger = ledger.decided();
        ModelDecision decision = new ModelDecision(
                ledger.decisions(),
                refusal.isEmpty() ? Kind.REQUESTED : Kind.REFUSED,
                ledger.generation(),
                ledger.champion(),
                parent,
                0,
                0,
                0,
                0,
                0,
                0,
                spec.settings().seed(),
                spec.configHash(),
                request.by(),
                request.id(),
                refusal.isEmpty() ? request.reason() : refusal);
        send(decision);
        return decision;
    }

    /** What a rollback that names no version goes to: the fallback, or the version before the champion; 0 for none. */
    private long earlier(PublishedVersions taken) {
        if (ledger.fallback() != ledger.champion()) {
            return ledger.fallback();
        }
        WeightsRecord champion = taken.weights(ledger.champion());
        return champion == null ? 0 : champion.origin().parent();
    }

    private String refusal(long version, PublishedVersions taken, boolean expired) {
        if (expired) {
            return "the request has expired";
        }
        if (version == 0) {
            return "there is no version to go back to";
        }
        if (version == ledger.champion()) {
            return "version " + version + " is in charge already";
        }
        if (!taken.versions().containsKey(version)) {
            return "version " + version + " is not on the topic, expected one of "
                    + taken.versions().keySet();
        }
        PublishedVersions.Published published =
                Objects.requireNonNull(taken.versions().get(version));
        boolean same = WeightsRecord.sha256(published.bytes()).equals(shelf.sha256(version));
        if (published.weights() == null || !same) {
            return "version " + version + " cannot be used: "
                    + (published.weights() == null ? published.problem() : "it is not what was published");
        }
        return "";
    }

    private void note(Kind kind, BlockReport report, BlockRange range, long parent) {
        ledger = ledger.decided();
        send(new ModelDecision(
                ledger.decisions(),
                kind,
                ledger.generation(),
                ledger.champion(),
                parent,
                report.candidateLoss(),
                report.championLoss(),
                report.fallbackLoss(),
                report.scoredWindows(),
                range.from(),
                range.until(),
                spec.settings().seed(),
                spec.configHash(),
                TRAINER,
                "",
                BlockRange.reason(kind, spec.settings())));
    }

    private void send(ModelDecision decision) {
        if (decision.kind() == Kind.PROMOTED || decision.kind() == Kind.REJECTED) {
            LOG.debug("{}", decision);
        } else {
            LOG.info(
                    "Version {} is in charge as generation {}, before it {}: {} by {}, {}",
                    decision.version(),
                    decision.generation(),
                    decision.parent(),
                    decision.kind().text(),
                    decision.by(),
                    decision.reason());
        }
        producer.send(new ProducerRecord<>(
                spec.topics().trainer(),
                0,
                decision.key(spec.model()).getBytes(StandardCharsets.UTF_8),
                decision.encode()));
    }
}
