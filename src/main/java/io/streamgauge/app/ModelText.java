package io.streamgauge.app;

import io.streamgauge.trainer.ModelRegistry.Dated;
import io.streamgauge.wire.ModelDecision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Decisions as they are told to a user. */
final class ModelText {

    private ModelText() {}

    static String decision(Dated dated) {
        return Instant.ofEpochMilli(dated.time()).truncatedTo(ChronoUnit.SECONDS) + "  " + decision(dated.decision());
    }

    static String decision(ModelDecision decision) {
        String losses = decision.judged() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; losses %.4f, champion %.4f, fallback %.4f on %d windows of %d-%d",
                        decision.candidateLoss(),
                        decision.championLoss(),
                        decision.fallbackLoss(),
                        decision.judged(),
                        decision.judgedFrom(),
                        decision.judgedUntil());
        return String.format(
                Locale.ROOT,
                "%s by %s: version %d is in charge as generation %d, before it %d%s%s",
                decision.kind().text(),
                decision.by(),
                decision.version(),
                decision.generation(),
                decision.parent(),
                losses,
                decision.reason().isEmpty() ? "" : "; " + decision.reason());
    }
}
