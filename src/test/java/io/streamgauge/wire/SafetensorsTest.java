package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafetensorsTest {

    /** Made by the Python package safetensors 0.8.0, with {@code serialize}. */
    private static final String REFERENCE_FILE = """
            iAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCJ9LCJkb3VibGUiOnsiZHR5cGUiOiJGNjQiLCJzaGFwZSI6
            WzJdLCJkYXRhX29mZnNldHMiOlswLDE2XX0sImVtcHR5Ijp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlswLDRdLCJkYXRhX29m
            ZnNldHMiOlsxNiwxNl19LCJtYXRyaXgiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsM10sImRhdGFfb2Zmc2V0cyI6WzE2
            LDQwXX0sInNjYWxhciI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbXSwiZGF0YV9vZmZzZXRzIjpbNDAsNDRdfSwiYnJhaW4i
            OnsiZHR5cGUiOiJCRjE2Iiwic2hhcGUiOlsyXSwiZGF0YV9vZmZzZXRzIjpbNDQsNDhdfSwiaGFsZiI6eyJkdHlwZSI6IkYx
            NiIsInNoYXBlIjpbM10sImRhdGFfb2Zmc2V0cyI6WzQ4LDU0XX19IJqZmZmZmbk/AAAAAAAACMAAAAAAAACAPwAAAEAAAEBA
            AACAQAAAoEAAAOBAwD8AwAA8AMH/ew==
            """;

    @Test
    void shouldGiveBackWhatWasWritten() throws WireFormatException {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", new Safetensors.Tensor(List.of(2, 3), new float[] {1, -2, 3.5f, 0, -0f, 1e-45f}));
        tensors.put("a", new Safetensors.Tensor(List.of(1), new float[] {Float.NaN}));
        tensors.put("scalar", new Safetensors.Tensor(List.of(), new float[] {7}));
        tensors.put("empty", new Safetensors.Tensor(List.of(0, 4), new float[0]));
        Map<String, String> metadata = Map.of("key", "Sensor \"ä\" \n 1");
        byte[] bytes = new Safetensors(metadata, tensors).encode();
        Safetensors read = Safetensors.decode(bytes);
        assertThat(read.metadata()).isEqualTo(metadata);
        assertThat(read.tensors().keySet()).containsExactlyInAnyOrder("b", "a", "scalar", "empty");
        for (Map.Entry<String, Safetensors.Tensor> entry : tensors.entrySet()) {
            assertThat(read.require(entry.getKey(), entry.getValue().shape()))
                    .isEqualTo(entry.getValue().values());
        }
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8)
                .as("the data is aligned")
                .isZero();
    }

    @Test
    void shouldReadAFileLaidOutByHand() throws WireFormatException {
        Safetensors file = Safetensors.decode(file(
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}   ",
                0,
                0,
                0x80,
                0x3f,
                0,
                0,
                0,
                0xc0));
        assertThat(file.require("x", List.of(2))).containsExactly(1, -2);
        assertThat(file.metadata()).isEmpty();
    }

    @Test
    void shouldAlignTheDataWhateverTheLengthOfTheHeader() throws WireFormatException {
        for (int length = 1; length <= 8; length++) {
            String name = "x".repeat(length);
            byte[] bytes = new Safetensors(Map.of(), Map.of(name, new Safetensors.Tensor(List.of(1), new float[] {1})))
                    .encode();
            assertThat(bytes.length % 8).as("length of the data aside").isEqualTo(4);
            assertThat(Safetensors.decode(bytes).tensors()).containsOnlyKeys(name);
        }
    }

    @Test
    void shouldReadAHeaderWithoutPadding() throws WireFormatException {
        String header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}";
        assertThat(header.length() % 8).isNotZero();
        Safetensors file = Safetensors.decode(file(header, 0, 0, 0x80, 0x3f));
        assertThat(file.require("x", List.of())).containsExactly(1);
    }

    @Test
    void shouldReadTensorsInTheOrderOfTheirDataAndNotOfTheHeader() throws WireFormatException {
        Safetensors file = Safetensors.decode(file(
                "{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                        + "\"none\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]},"
                        + "\"a\":{\"data_offsets\":[0,4],\"shape\":[1],\"dtype\":\"F32\"}}",
                0,
                0,
                0x80,
                0x3f,
                0,
                0,
                0,
                0x40));
        assertThat(file.tensors().keySet()).containsExactly("a", "none", "b");
        assertThat(file.require("a", List.of(1))).containsExactly(1);
        assertThat(file.require("none", List.of(0))).isEmpty();
        assertThat(file.require("b", List.of(1))).containsExactly(2);
    }

    /** Tensors of every dtype that is read, one of them a scalar and one empty, and metadata. */
    @Test
    void shouldReadWhatTheReferenceImplementationWrote() throws WireFormatException {
        Safetensors file = Safetensors.decode(Base64.getMimeDecoder().decode(REFERENCE_FILE));
        assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
        assertThat(file.require("double", List.of(2))).containsExactly(0.1f, -3);
        assertThat(file.require("half", List.of(3))).containsExactly(1, -2.5f, 65_504);
        assertThat(file.require("brain", List.of(2))).containsExactly(1.5f, -2);
        assertThat(file.require("matrix", List.of(2, 3))).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(file.require("scalar", List.of())).containsExactly(7);
        assertThat(file.require("empty", List.of(0, 4))).isEmpty();
    }

    @Test
    void shouldWriteAFileWithoutTensorsOrMetadata() throws WireFormatException {
        byte[] bytes = new Safetensors(Map.of(), Map.of()).encode();
        // As the format's own library writes it: the header's length, then braces padded to 8 bytes.
        assertThat(bytes).isEqualTo(file("{}      "));
        assertThat(Safetensors.decode(bytes).tensors()).isEmpty();
    }

    @Test
    void shouldNotWriteWhatItWouldNotRead() {
        var scalar = new Safetensors.Tensor(List.of(), new float[] {1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Safetensors(Map.of(), Map.of("__metadata__", scalar)).encode())
                .withMessageContaining("'__metadata__'");
        var deep = new Safetensors.Tensor(List.of(1, 1, 1, 1, 1, 1, 1, 1, 1), new float[] {1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Safetensors(Map.of(), Map.of("x", deep)).encode())
                .withMessageContaining("more than 8 dimensions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Safetensors(Map.of("long", "x".repeat(1 << 20)), Map.of()).encode())
                .withMessageContaining("at most 1048576");
    }

    @Test
    void shouldExchangeTheBeginningsOfNames() throws WireFormatException {
        Safetensors file = named("weight_ih_l0", "bias", "encoder.x", "encoder.inner.x");
        Safetensors renamed = file.renamed(Map.of("weight_", "rnn.weight_", "encoder.", "e.", "encoder.inner.", ""));
        assertThat(renamed.tensors().keySet()).containsExactly("rnn.weight_ih_l0", "bias", "e.x", "x");
        assertThat(renamed.tensors().get("e.x")).isSameAs(file.tensors().get("encoder.x"));
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> named("a.x", "b.x").renamed(Map.of("a.", "", "b.", "")))
                .withMessageContaining("'x'");
    }

    @Test
    void shouldTakeModulesApartAndPutThemTogether() throws WireFormatException {
        Safetensors file = named("rnn.weight", "rnn.bias", "head.weight");
        Safetensors module = file.module("rnn.");
        assertThat(module.tensors().keySet()).containsExactly("weight", "bias");
        Safetensors together = module.renamed(Map.of("", "rnn.")).and(named("head.weight"));
        assertThat(together.tensors().keySet()).isEqualTo(file.tensors().keySet());
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> module.and(file.module("head.")))
                .withMessageContaining("'weight'");
    }

    @Test
    void shouldKeepItsOwnMetadataWhenPutTogether() throws WireFormatException {
        Safetensors together =
                new Safetensors(Map.of("a", "1"), Map.of()).and(new Safetensors(Map.of("a", "2", "b", "3"), Map.of()));
        assertThat(together.metadata()).containsOnly(Map.entry("a", "1"), Map.entry("b", "3"));
    }

    @Test
    void shouldSayWhatAFileLacks() throws WireFormatException {
        Safetensors file = Safetensors.decode(new Safetensors(
                        Map.of("n", "1.5"), Map.of("x", new Safetensors.Tensor(List.of(1), new float[] {1})))
                .encode());
        assertThat(file.requireDouble("n")).isEqualTo(1.5);
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> file.requireLong("n"))
                .withMessageContaining("'1.5'");
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> file.require("m"))
                .withMessageContaining("'m'");
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> file.require("y", List.of(1)))
                .withMessageContaining("'y'");
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> file.require("x", List.of(1, 1)))
                .withMessageContaining("[1], expected [1, 1]");
    }

    @Test
    void shouldRefuseATensorOfAnotherSizeThanItsShape() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Safetensors.Tensor(List.of(65_536, 65_536), new float[0]))
                .withMessageContaining("4294967296");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Safetensors.Tensor(List.of(65_536, 65_536, 65_536, 65_536), new float[0]))
                .withMessageContaining("more values than an array can");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Safetensors.Tensor(List.of(-1, -1), new float[1]))
                .withMessageContaining("below 0");
    }

    private static Safetensors named(String... names) {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        for (String name : names) {
            tensors.put(name, new Safetensors.Tensor(List.of(), new float[] {names.length}));
        }
        return new Safetensors(Map.of(), tensors);
    }

    static byte[] file(String header, int... data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(text.length).put(text);
        for (int value : data) {
            buffer.put((byte) value);
        }
        return buffer.array();
    }
}
