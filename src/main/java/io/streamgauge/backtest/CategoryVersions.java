package io.streamgauge.backtest;

import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.Vocabulary;
import io.streamgauge.learn.BlockReport;
import io.streamgauge.learn.Standing;
import io.streamgauge.learn.VocabularyState;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import org.jspecify.annotations.Nullable;

/**
 * The version of categories in charge, and the one to go back to, each with the vocabulary and the successions that it was
 * published with; as {@link LockstepTrainer} keeps them of numbers.
 */
final class CategoryVersions {

    private final NetworkSpec spec;
    private ModelSnapshot champion;
    private @Nullable ModelSnapshot fallback;
    private long version;

    /** @param initial serve as generation 0 until a version is promoted */
    CategoryVersions(NetworkSpec spec, Parameters initial) {
        this.spec = spec;
        champion = new ModelSnapshot(0, 0, new RecurrentNetwork(spec, initial));
    }

    ModelSnapshot champion() {
        return champion;
    }

    /** Takes in what a block has led to; every change of champion is a new generation. */
    void settle(BlockReport report) {
        if (report.standing() == Standing.CONFIRMED) {
            fallback = champion;
        }
        ModelSnapshot before = fallback;
        Parameters promoted = report.promotedParameters();
        if (report.restored() != null && before != null) {
            champion = numbered(before, champion.generation() + 1);
        } else if (promoted != null) {
            champion = promoted(promoted, report.vocabulary());
            fallback = before == null ? champion : before;
        }
    }

    private ModelSnapshot promoted(Parameters parameters, VocabularyState vocabulary) {
        version++;
        return new ModelSnapshot(
                champion.generation() + 1,
                version,
                new RecurrentNetwork(spec, parameters),
                null,
                new Vocabulary(vocabulary.admitted(), vocabulary.successions()));
    }

    private static ModelSnapshot numbered(ModelSnapshot model, long generation) {
        return new ModelSnapshot(generation, model.version(), model.network(), model.prior(), model.vocabulary());
    }
}
