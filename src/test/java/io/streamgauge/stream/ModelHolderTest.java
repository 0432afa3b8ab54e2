package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WeightsRefusal;
import io.streamgauge.wire.WeightsSeal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The last good weights stay in charge, whatever the weights topic brings. */
class ModelHolderTest {

    private static final String REJECTED = "streamgauge_weights_rejected_total";

    private TestStream stream;

    @BeforeEach
    void start() {
        stream = new TestStream();
        stream.weights(5, 2);
        assertInCharge(5, 2);
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    @Test
    void shouldLeaveAsideWhatIsNoWeights() {
        stream.weights("m/v000003", TestStream.bytes("no weights"));
        stream.weights("m/champion", TestStream.bytes("no pointer"));
        stream.weights("m/v000003", stream.weightsRecord(4, 4)); // a version under another's key
        stream.weights("other/v000003", stream.weightsRecord(3, 3));
        assertInCharge(5, 2);
        assertThat(stream.counts(REJECTED)).isEqualTo(Map.of("malformed", 4.0));
    }

    @Test
    void shouldNeverThrowWhateverTheBytes() {
        byte[] good = stream.weightsRecord(3, 3);
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            byte[] bad = good.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bad[random.nextInt(Math.min(bad.length, 1_200))] ^= (byte) (1 << random.nextInt(8));
            }
            stream.models.offer("m/v000003", bad);
            stream.models.offer("m/champion", bad);
        }
        assertInCharge(5, 2);
    }

    @Test
    void shouldRefuseAPointerWithAnotherChecksum() {
        stream.weights("m/v000003", stream.weightsRecord(3, 3));
        stream.champion(6, 3, WeightsRecord.sha256(stream.weightsRecord(3, 4)));
        assertInCharge(6, 2);
        assertThat(stream.counts(REJECTED)).isEqualTo(Map.of("checksum", 1.0));
    }

    @Test
    void shouldRefuseAPointerToAVersionThatIsNotThere() {
        stream.champion(6, 9, "0".repeat(64));
        stream.weights("m/v000002", null);
        stream.champion(7, 2, WeightsRecord.sha256(stream.weightsRecord(2, 2)));
        assertInCharge(7, 2);
        assertThat(stream.counts(REJECTED)).isEqualTo(Map.of("unknown_version", 2.0));
    }

    @Test
    void shouldNotGoBackToAnOlderGeneration() {
        stream.weights(4, 3);
        assertInCharge(5, 2);
        assertThat(stream.counts(REJECTED)).isEqualTo(Map.of("generation", 1.0));
    }

    @Test
    void shouldRefuseTwoVersionsForOneGenerationButNotTheSameTwice() {
        stream.weights(5, 2);
        assertThat(stream.counts(REJECTED)).isEmpty();
        stream.weights(5, 3);
        assertInCharge(5, 2);
        assertThat(stream.counts(REJECTED)).isEqualTo(Map.of("generation", 1.0));
    }

    @Test
    void shouldFindTheOldestVersionThatATopicHoldsForARollback() {
        for (long version = 3; version <= 22; version++) {
            stream.weights("m/v%06d".formatted(version), stream.weightsRecord(version, version));
        }
        stream.champion(6, 3, WeightsRecord.sha256(stream.weightsRecord(3, 3)));
        assertInCharge(6, 3);
    }

    @Test
    void shouldTellTheKindsOfFaultsApart() {
        stream.weights("m/v000003", new byte[WeightsRecord.MAX_BYTES + 1]);
        stream.weights("m/v000003", otherNetwork());
        stream.weights("m/v000003", notFinite());
        assertInCharge(5, 2);
        assertThat(stream.counts(REJECTED)).isEqualTo(Map.of("size", 1.0, "layout", 1.0, "not_finite", 1.0));
        assertThat(stream.models.quarantined())
                .extracting(ModelHolder.Quarantined::reason)
                .containsExactly(WeightsRefusal.SIZE, WeightsRefusal.LAYOUT, WeightsRefusal.NOT_FINITE);
    }

    private static byte[] otherNetwork() {
        NetworkSpec other = new NetworkSpec(CellKind.GRU, 3, 5, 1, 2);
        return new WeightsRecord(
                        new ModelInfo(3, 3, 1, 1, 1, 1, 1, 1, 1),
                        Initializer.initialize(other, 1),
                        ModelTask.ofPoints(other))
                .encode();
    }

    /** A good record whose last weight is NaN. */
    private byte[] notFinite() {
        byte[] bytes = stream.weightsRecord(3, 3);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - Float.BYTES, Float.NaN);
        return bytes;
    }

    @Test
    void shouldRestoreTheVersionNamedForTheCaseThatTheChampionIsDamaged() {
        byte[] good = stream.weightsRecord(2, 2);
        ModelHolder restored = TestStream.models(stream.config, ForecastMetrics.noop());
        restored.offer("m/v000002", good);
        restored.offer("m/v000003", TestStream.bytes("damaged"));
        restored.offer(
                "m/champion",
                new ChampionPointer(
                                6,
                                3,
                                "0".repeat(64),
                                "trainer",
                                new ChampionPointer.Target(2, WeightsRecord.sha256(good)))
                        .encode());
        assertThat(restored.current().generation()).isEqualTo(6);
        assertThat(restored.current().version()).isEqualTo(2);
    }

    @Test
    void shouldUseNothingUnsignedOrSignedByAnotherWhereAKeyIsSet() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("Ed25519");
        KeyPair own = keys.generateKeyPair();
        WeightsSeal signing = new WeightsSeal("t.weights", own.getPrivate(), null);
        WeightsSeal foreign =
                new WeightsSeal("t.weights", keys.generateKeyPair().getPrivate(), null);
        ModelHolder holder = new ModelHolder(
                stream.spec,
                "m",
                new ModelSnapshot(0, 0, stream.models.current().network()),
                ForecastMetrics.noop(),
                info -> {},
                new WeightsSeal("t.weights", null, own.getPublic()));
        byte[] weights = stream.weightsRecord(3, 3);
        byte[] pointer = new ChampionPointer(6, 3, WeightsRecord.sha256(weights)).encode();

        holder.offer("m/v000003", weights);
        holder.offer("m/v000003", weights, foreign.sign("m/v000003", weights));
        holder.offer("m/v000003", weights, signing.sign("m/v000004", weights));
        holder.offer("m/v000003", weights, new byte[3]);
        assertThat(holder.quarantined())
                .extracting(ModelHolder.Quarantined::reason)
                .containsOnly(WeightsRefusal.SIGNATURE)
                .hasSize(4);
        holder.offer("m/v000003", weights, signing.sign("m/v000003", weights));
        holder.offer("m/champion", pointer);
        assertThat(holder.current().generation()).as("by an unsigned pointer").isZero();
        holder.offer("m/v000003", null);
        holder.offer("m/champion", pointer, signing.sign("m/champion", pointer));
        assertThat(holder.current().generation())
                .as("the unsigned tombstone took nothing away")
                .isEqualTo(6);
        assertThat(holder.current().version()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheWeightsWhoseRecordsAreDeleted() {
        stream.weights("m/v000002", null);
        stream.weights("m/champion", null);
        assertInCharge(5, 2);
    }

    @Test
    void shouldWaitForTheGenerationThatAKeyHasSeen() throws Exception {
        CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(
                () -> stream.models.atLeast(6, Duration.ofSeconds(20)).generation());
        assertThat(waiting).isNotDone();
        stream.weights(7, 3);
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void shouldFailClearlyWhereThatGenerationDoesNotCome() {
        assertThatThrownBy(() -> stream.models.atLeast(6, Duration.ofMillis(20)))
                .isInstanceOf(StaleModelException.class)
                .hasMessage("a key's state was made by generation 6 of the weights, this process has generation 5:"
                        + " is the weights topic complete?");
    }

    private void assertInCharge(long generation, long version) {
        assertThat(stream.models.current().generation()).isEqualTo(generation);
        assertThat(stream.models.current().version()).isEqualTo(version);
    }
}
