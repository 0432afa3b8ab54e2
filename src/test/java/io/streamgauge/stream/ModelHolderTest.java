package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.wire.WeightsRecord;
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
        assertInCharge(5, 2);
        assertThat(stream.counts(REJECTED)).isEqualTo(Map.of("checksum", 1.0));
    }

    @Test
    void shouldRefuseAPointerToAVersionThatIsNotThere() {
        stream.champion(6, 9, "0".repeat(64));
        stream.weights("m/v000002", null);
        stream.champion(7, 2, WeightsRecord.sha256(stream.weightsRecord(2, 2)));
        assertInCharge(5, 2);
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
