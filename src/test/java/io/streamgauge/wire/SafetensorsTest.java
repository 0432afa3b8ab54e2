package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {

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

    static Stream<Arguments> malformed() {
        String x = "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
        return Stream.of(
                Arguments.of("0 bytes", new byte[0], "0 bytes"),
                Arguments.of("7 bytes", new byte[7], "7 bytes"),
                Arguments.of("no header", length(0), "header length is 0"),
                Arguments.of("negative header", length(-1), "header length is -1"),
                Arguments.of("huge header", length(Long.MAX_VALUE), "header length is " + Long.MAX_VALUE),
                Arguments.of("header beyond the file", length(100), "header length is 100"),
                tensor("not an object", "[]", "begins with '['"),
                tensor("not JSON", "{x}", "is not JSON"),
                tensor("cut JSON", "{" + x, "is not JSON"),
                tensor("more than an object", "{" + x + "}{}", "goes on"),
                tensor("a name twice", "{" + x + "," + x + "}", "is not JSON"),
                tensor("a tensor that is none", "{\"x\":3}", "at 'x'"),
                tensor("another type", "{" + x.replace("F32", "BF16") + "}", "dtype BF16"),
                tensor("no type", "{\"x\":{\"shape\":[1],\"data_offsets\":[0,4]}}", "no dtype"),
                tensor("no shape", "{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", "no shape"),
                tensor("no offsets", "{\"x\":{\"dtype\":\"F32\",\"shape\":[1]}}", "0 data offsets"),
                tensor("three offsets", "{" + x.replace("[0,4]", "[0,4,8]") + "}", "3 data offsets"),
                tensor("an unknown field", "{" + x.replace("\"shape\"", "\"form\"") + "}", "unknown field 'form'"),
                tensor("a negative length", "{" + x.replace("[1]", "[-1]") + "}", "of -1"),
                tensor("a length that is text", "{" + x.replace("[1]", "[\"1\"]") + "}", "no whole number"),
                tensor("a length with a fraction", "{" + x.replace("[1]", "[1.0]") + "}", "no whole number"),
                tensor(
                        "a length beyond all memory",
                        "{" + x.replace("[1]", "[2147483647,2147483647]") + "}",
                        "expects"),
                tensor("a length beyond an int", "{" + x.replace("[1]", "[4294967297]") + "}", "4294967297"),
                tensor("a length beyond a long", "{" + x.replace("[1]", "[99999999999999999999]") + "}", "is not JSON"),
                tensor("nine dimensions", "{" + x.replace("[1]", "[1,1,1,1,1,1,1,1,1]") + "}", "8 dimensions"),
                tensor("a shape of another size", "{" + x.replace("[1]", "[2]") + "}", "shape [2]"),
                tensor("offsets beyond the data", "{" + x.replace("[0,4]", "[0,8]") + "}", "of 4"),
                tensor("huge offsets", "{" + x.replace("[0,4]", "[0,2147483647]") + "}", "of 4"),
                tensor("offsets backwards", "{" + x.replace("[0,4]", "[4,0]") + "}", "begins at 4"),
                tensor("a hole at the beginning", "{" + x.replace("[0,4]", "[1,5]") + "}", "begins at 1"),
                tensor(
                        "data that no tensor holds",
                        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                        "fill 0"),
                tensor("an overlap", "{" + x + "," + x.replace("\"x\"", "\"y\"") + "}", "begins at 0"),
                tensor("metadata that is no text", "{\"__metadata__\":{\"a\":1}," + x + "}", "at 'a'"),
                tensor("metadata that is no object", "{\"__metadata__\":\"a\"," + x + "}", "__metadata__"));
    }

    private static Arguments tensor(String name, String header, String reason) {
        return Arguments.of(name, file(header, 0, 0, 0, 0), reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void shouldRefuse(String name, byte[] bytes, String reason) {
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> Safetensors.decode(bytes))
                .withMessageContaining(reason);
    }

    @Test
    void shouldRefuseDamagedFilesAndNeverFail() {
        var random = new Random(1);
        byte[] valid = new Safetensors(
                        Map.of("key", "value"),
                        Map.of("x", new Safetensors.Tensor(List.of(2, 2), new float[] {1, 2, 3, 4})))
                .encode();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(valid, random.nextInt(20) == 0 ? random.nextInt(valid.length) : valid.length);
            for (int n = random.nextInt(3); n >= 0 && bytes.length > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(Safetensors.decode(bytes).tensors()).isNotNull();
            } catch (WireFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(5_000, 19_999);
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
    }

    private static byte[] length(long headerLength) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerLength)
                .array();
    }

    private static byte[] file(String header, int... data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(text.length).put(text);
        for (int value : data) {
            buffer.put((byte) value);
        }
        return buffer.array();
    }
}
