package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.RandomNetworks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of versions beside their weights: where they come from, what is asked for and what was decided. */
class ModelRegistryRecordsTest {

    private static final ModelRequest REQUEST =
            new ModelRequest("id-1", ModelRequest.Action.ROLLBACK, 0, "ann", "worse since Monday", 9);

    private static ModelDecision decision(double loss) {
        return new ModelDecision(
                513,
                ModelDecision.Kind.ROLLED_BACK,
                9,
                7,
                8,
                loss,
                .5,
                .25,
                32,
                100,
                140,
                7,
                "c0ffee",
                "trainer",
                "",
                "why");
    }

    @Test
    void shouldGiveBackWhereAVersionComesFrom() throws WireFormatException {
        NetworkSpec spec = new NetworkSpec(CellKind.GRU, 3, 4, 1, 2);
        ModelTask task = ModelTask.ofPoints(spec);
        var origin = new ModelOrigin(4, 10, 90, 90, 120, 31, 7, "c0ffee", "trainer");
        var record = new WeightsRecord(
                        new ModelInfo(7, 5, 1, 2, 3, 4, 5, 6, 7), RandomNetworks.parameters(spec, 1), task)
                .withOrigin(origin);
        assertThat(WeightsRecord.decode(record.encode(), task)).isEqualTo(record);
        assertThat(origin.isValidated()).isTrue();
        assertThat(ModelOrigin.UNKNOWN.isValidated()).isFalse();
        assertThat(record.provenance()).containsEntry("parent", "4").containsEntry("judged_until", "120");
    }

    @Test
    void shouldGiveBackRequestsAndDecisions() throws WireFormatException {
        assertThat(ModelRequest.decode(REQUEST.encode())).isEqualTo(REQUEST);
        assertThat(ModelDecision.decode(decision(.75).encode())).isEqualTo(decision(.75));
        assertThat(ModelDecision.decode(decision(Double.NaN).encode())).isEqualTo(decision(Double.NaN));
        assertThat(decision(1).key("m")).isEqualTo("m/decision/001");
        assertThat(ModelDecision.isKey("m", "m/decision/001")).isTrue();
        assertThat(ModelDecision.isKey("m", "m/checkpoint")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"id\":\"a\",\"action\":\"PROMOTE\",\"version\":0,\"by\":\"\",\"reason\":\"\",\"expires\":1}",
                "{\"id\":\"\",\"action\":\"PROMOTE\",\"version\":1,\"by\":\"\",\"reason\":\"\",\"expires\":1}",
                "{\"id\":\"a\",\"action\":\"DELETE\",\"version\":1,\"by\":\"\",\"reason\":\"\",\"expires\":1}",
                "{\"id\":\"a\",\"version\":1,\"by\":\"\",\"reason\":\"\",\"expires\":1}",
                "{\"id\":\"a\",\"action\":\"PROMOTE\",\"version\":1,\"by\":\"\",\"reason\":\"\"}",
                "{\"id\":\"a\",\"action\":\"PROMOTE\",\"version\":1.5,\"by\":\"\",\"reason\":\"\",\"expires\":1}"
            })
    void shouldRefuseARequestThatIsNone(String json) {
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> ModelRequest.decode(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldRefuseARequestThatIsTooLong() {
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> ModelRequest.decode(new byte[5_000]))
                .withMessageContaining("5000 bytes");
    }

    @Test
    void shouldTakeLineBreaksOutOfWhatGoesIntoLogsAndTables() {
        var forged = new ModelRequest("a\nb", ModelRequest.Action.PROMOTE, 1, "ann\r\nroot", "x\u001b[2Jy", 1);
        assertThat(forged.id()).isEqualTo("ab");
        assertThat(forged.by()).isEqualTo("annroot");
        assertThat(forged.reason()).isEqualTo("x[2Jy");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelRequest("\n", ModelRequest.Action.PROMOTE, 1, "", "", 1));
    }

    @Test
    void shouldSignAndCheckWithKeysInPemFiles(@TempDir Path folder) throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path signing =
                pem(folder.resolve("signing.pem"), "PRIVATE", keys.getPrivate().getEncoded());
        Path verification =
                pem(folder.resolve("public.pem"), "PUBLIC", keys.getPublic().getEncoded());
        WeightsSeal trainer = WeightsSeal.read("s.weights", signing, null);
        WeightsSeal forecaster = WeightsSeal.read("s.weights", null, verification);
        byte[] value = {1, 2, 3};
        byte[] signature = trainer.sign("m/v000001", value);
        forecaster.require("m/v000001", value, signature);
        forecaster.require("m/v000001", null, trainer.sign("m/v000001", null));
        for (Executable bad : new Executable[] {
            () -> forecaster.require("m/v000001", value, null),
            () -> forecaster.require("m/v000002", value, signature),
            () -> forecaster.require("m/v000001", new byte[] {1, 2, 4}, signature),
            () -> forecaster.require("m/v000001", null, signature),
            () -> WeightsSeal.read("other.weights", null, verification).require("m/v000001", value, signature)
        }) {
            assertThatExceptionOfType(RefusedWeightsException.class)
                    .isThrownBy(bad::run)
                    .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(WeightsRefusal.SIGNATURE));
        }
        assertThat(trainer.toString()).doesNotContain("PrivateKey").contains("signs=true");
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WeightsSeal.read("s.weights", verification, null))
                .withMessage(verification + ": cannot be used, expected a PEM file with one Ed25519 PRIVATE KEY");
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WeightsSeal.read("s.weights", folder.resolve("none.pem"), null));
    }

    private interface Executable {
        void run() throws WireFormatException;
    }

    private static Path pem(Path file, String kind, byte[] key) throws java.io.IOException {
        String body = Base64.getMimeEncoder().encodeToString(key);
        return Files.writeString(
                file, "-----BEGIN " + kind + " KEY-----\n" + body + "\n-----END " + kind + " KEY-----\n");
    }
}
