package io.streamgauge.app;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.trainer.ModelRegistry.Listing;
import io.streamgauge.trainer.ModelRegistry.Version;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.WeightsRecord;

/** The version that a user means. */
final class ModelVersions {

    private ModelVersions() {}

    /** The version of that number, the champion for 0. */
    static Version require(Listing listing, long number, TopologyConfig topology) {
        ChampionPointer champion = listing.champion();
        if (number == 0 && champion == null) {
            throw new UserError("'" + topology.model() + "' has no champion yet, expected one on "
                    + topology.topicNames().weights());
        }
        long meant = number == 0 && champion != null ? champion.version() : number;
        return listing.versions().stream()
                .filter(version -> version.version() == meant)
                .findFirst()
                .orElseThrow(() -> new UserError("version " + meant + " is not on "
                        + topology.topicNames().weights() + ", expected one of "
                        + listing.versions().stream().map(Version::version).toList()));
    }

    static WeightsRecord usable(Version version) {
        WeightsRecord weights = version.weights();
        if (weights == null) {
            throw new UserError("version " + version.version() + " cannot be used: " + version.problem());
        }
        return weights;
    }
}
