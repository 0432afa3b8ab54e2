package io.streamgauge.wire;

import static io.streamgauge.wire.SafetensorsTest.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed safetensors files: each is refused with a reason of its own, and costs little to refuse. */
class SafetensorsRefusalTest {
    private static final String X = "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";

    /** Mutants of valid files, enough that every branch of the reader is met many times. */
    private static final int MUTANTS = 10_000;

    /**
     * Bytes that reading one mutant, of about 200 bytes itself, may set aside; twice what the costliest was measured to
     * take for the JSON reader's buffers and an exception with its stack trace.
     */
    private static final int MOST_MEMORY = 1 << 16;

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("0 bytes", new byte[0], "safetensors has 0 bytes, expected at least 8"),
                Arguments.of("7 bytes", new byte[7], "safetensors has 7 bytes, expected at least 8"),
                Arguments.of("no header", length(0), "safetensors header length is 0, expected 2 to 8"),
                Arguments.of("negative header", length(-1), "safetensors header length is -1, expected 2 to 8"),
                Arguments.of(
                        "huge header",
                        length(Long.MAX_VALUE),
                        "safetensors header length is 9223372036854775807, expected 2 to 8"),
                Arguments.of(
                        "header beyond the file", length(100), "safetensors header length is 100, expected 2 to 8"),
                Arguments.of(
                        "header beyond our limit",
                        file("{}" + " ".repeat(1 << 20)),
                        "safetensors header length is 1048578, expected 2 to 1048576"),
                Arguments.of("header not UTF-8", notUtf8(), "safetensors header is not UTF-8"),
                header("begins with a space", " {" + X + "}", "safetensors header begins with ' ', expected '{'"),
                header("not an object", "[]", "safetensors header begins with '[', expected '{'"),
                header("not JSON", "{x}", "safetensors header is not JSON: Unexpected character ('x' (code 120))"),
                header("cut JSON", "{" + X, "safetensors header is not JSON: Unexpected end-of-input"),
                header("more than an object", "{" + X + "}{}", "safetensors header goes on after its object"),
                header("deep", "{\"x\":[[[[[", "safetensors header has START_ARRAY at 'x', expected START_OBJECT"),
                header(
                        "long name",
                        "{" + X.replace("\"x\"", "\"" + "x".repeat(1025) + "\"") + "}",
                        "safetensors header is beyond a limit: Name length (1025) exceeds the maximum allowed (1024"),
                header(
                        "half a character",
                        "{\"__metadata__\":{\"a\":\"\\ud800\"}," + X + "}",
                        "safetensors header escapes half a character in a text"),
                header("tensor twice", "{" + X + "," + X + "}", "safetensors header has 'x' twice"),
                header("tensor twice, once escaped", "{" + X + "," + X.replace("x", "\\u0078") + "}", "has 'x' twice"),
                header("tensor that is none", "{\"x\":3}", "has VALUE_NUMBER_INT at 'x', expected START_OBJECT"),
                header(
                        "metadata twice",
                        "{\"__metadata__\":{},\"__metadata__\":{}," + X + "}",
                        "safetensors header has '__metadata__' twice"),
                header(
                        "metadata's name twice",
                        "{\"__metadata__\":{\"a\":\"1\",\"a\":\"1\"}," + X + "}",
                        "safetensors metadata has 'a' twice"),
                header(
                        "metadata that is no text",
                        "{\"__metadata__\":{\"a\":1}," + X + "}",
                        "safetensors header has VALUE_NUMBER_INT at 'a', expected VALUE_STRING"),
                header(
                        "metadata that is no object",
                        "{\"__metadata__\":\"a\"," + X + "}",
                        "safetensors header has VALUE_STRING at '__metadata__', expected START_OBJECT"),
                tensor("integers", "F32", "I64", "tensor 'x' has dtype I64, expected F32, F64, F16 or BF16"),
                tensor("eight bits", "F32", "F8_E4M3", "tensor 'x' has dtype F8_E4M3, expected F32, F64, F16 or BF16"),
                tensor("lower-case dtype", "F32", "f32", "tensor 'x' has dtype f32, expected"),
                tensor("dtype no text", "\"F32\"", "32", "has VALUE_NUMBER_INT at 'dtype', expected VALUE_STRING"),
                tensor("no dtype", "\"dtype\":\"F32\",", "", "tensor 'x' has no dtype"),
                tensor("no shape", "\"shape\":[1],", "", "tensor 'x' has no shape"),
                tensor("no offsets", ",\"data_offsets\":[0,4]", "", "tensor 'x' has no data_offsets"),
                tensor("no field", X.substring(5, X.length() - 1), "", "tensor 'x' has no dtype"),
                tensor("unknown field", "\"shape\"", "\"form\"", "tensor 'x' has an unknown field 'form'"),
                tensor("field twice", "\"shape\"", "\"dtype\"", "safetensors tensor 'x' has 'dtype' twice"),
                tensor("one offset", "[0,4]", "[0]", "tensor 'x' has 1 data_offsets, expected 2"),
                tensor("three offsets", "[0,4]", "[0,4,8]", "tensor 'x' has more than 2 numbers in its data_offsets"),
                tensor("negative length", "[1]", "[-1]", "tensor 'x' has -1 in its shape, expected 0 to 2147483647"),
                tensor("text as length", "[1]", "[\"1\"]", "tensor 'x' has VALUE_STRING in its shape, expected whole"),
                tensor("fraction as length", "[1]", "[1.0]", "tensor 'x' has VALUE_NUMBER_FLOAT in its shape"),
                tensor("shape no list", "[1]", "1", "has VALUE_NUMBER_INT at 'shape', expected START_ARRAY"),
                tensor("length beyond an int", "[1]", "[4294967297]", "tensor 'x' has 4294967297 in its shape"),
                tensor(
                        "length beyond a long",
                        "[1]",
                        "[99999999999999999999]",
                        "tensor 'x' has 99999999999999999999 in its shape"),
                tensor("endless number", "[1]", "[" + "9".repeat(99) + "]", "beyond a limit: Number value length (99)"),
                tensor(
                        "nine dimensions",
                        "[1]",
                        "[1,1,1,1,1,1,1,1,1]",
                        "tensor 'x' has more than 8 numbers in its shape"),
                tensor(
                        "shape beyond all memory",
                        "[1]",
                        "[2147483647,2147483647,2147483647]",
                        "tensor 'x' has shape [2147483647, 2147483647, 2147483647], more values than a file can hold"),
                tensor(
                        "shape that overflows to its size",
                        "[1]",
                        "[1073741824,1073741824,4]",
                        "tensor 'x' has shape [1073741824, 1073741824, 4], more values than a file can hold"),
                tensor("larger shape", "[1]", "[2]", "tensor 'x' spans 4 bytes, its shape [2] of F32 expects 8"),
                tensor("smaller shape", "[1]", "[0]", "tensor 'x' spans 4 bytes, its shape [0] of F32 expects 0"),
                tensor("wider dtype", "F32", "F64", "tensor 'x' spans 4 bytes, its shape [1] of F64 expects 8"),
                tensor("narrower dtype", "F32", "BF16", "tensor 'x' spans 4 bytes, its shape [1] of BF16 expects 2"),
                tensor("offsets beyond the data", "[0,4]", "[0,8]", "tensor 'x' ends at 8, the data ends at 4"),
                tensor("huge offset", "[0,4]", "[0,2147483647]", "tensor 'x' ends at 2147483647, the data ends at 4"),
                header(
                        "offsets backwards",
                        "{" + X + ",\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
                        "tensor 'y' ends at 0, before it begins at 4"),
                tensor(
                        "hole at the beginning",
                        "[0,4]",
                        "[1,5]",
                        "tensor 'x' begins at 1, expected 0: there is a hole"),
                header(
                        "overlap",
                        "{" + X + "," + X.replace("\"x\"", "\"y\"") + "}",
                        "tensor 'y' begins at 0, expected 4: there is an overlap"),
                header("data of no tensor", "{}", "safetensors data has 4 bytes, its tensors fill 0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void shouldRefuse(String name, byte[] bytes, String reason) {
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> Safetensors.decode(bytes))
                .withMessageContaining(reason);
    }

    @Test
    void shouldHaveAReasonOfItsOwnForEveryKindOfDamage() {
        Set<String> reasons = malformed().map(file -> (String) file.get()[2]).collect(Collectors.toSet());
        assertThat(reasons).hasSizeGreaterThan(40);
    }

    @Test
    void shouldRefuseADoubleThatNoFloatHolds() {
        String header = "{\"x\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}";
        ByteBuffer bytes = ByteBuffer.wrap(file(header, 0, 0, 0, 0, 0, 0, 0, 0)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putDouble(bytes.limit() - Double.BYTES, -1e39);
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> Safetensors.decode(bytes.array()))
                .withMessage("tensor 'x' holds -1.0E39, beyond what a float32 can hold");
    }

    @Test
    void shouldReadOrRefuseEveryDamagedFileAndSetLittleMemoryAside() {
        var random = new Random(1);
        byte[] valid = valid();
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        // What a first call sets aside for classes is no cost of a file.
        readAll(malformed().map(file -> (byte[]) file.get()[1]).toList());
        readAll(List.of(valid));
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutate(valid, random);
            long before = memory.getCurrentThreadAllocatedBytes();
            try {
                Objects.requireNonNull(Safetensors.decode(mutant));
            } catch (WireFormatException e) {
                refused++;
            }
            long setAside = memory.getCurrentThreadAllocatedBytes() - before;
            assertThat(setAside)
                    .as("bytes set aside for %s", new String(mutant, StandardCharsets.ISO_8859_1))
                    .isLessThan(MOST_MEMORY);
        }
        assertThat(refused).as("refused of %s", MUTANTS).isBetween(MUTANTS / 2, MUTANTS - 100);
    }

    private static void readAll(List<byte[]> files) {
        for (byte[] file : files) {
            try {
                Objects.requireNonNull(Safetensors.decode(file));
            } catch (WireFormatException e) {
                assertThat(e).hasMessageContaining("t");
            }
        }
    }

    /** Bytes overwritten, cut out, doubled or cut off; digits and the like, so that the JSON often stays JSON. */
    private static byte[] mutate(byte[] valid, Random random) {
        byte[] mutant = valid.clone();
        for (int n = random.nextInt(3); n >= 0 && mutant.length > 0; n--) {
            int at = random.nextInt(mutant.length);
            int length = Math.min(1 + random.nextInt(8), mutant.length - at);
            switch (random.nextInt(5)) {
                case 0 -> mutant[at] = (byte) random.nextInt(256);
                case 1 -> mutant[at] = (byte) "0123456789-,:[]{}\"FB".charAt(random.nextInt(20));
                case 2 -> mutant = splice(mutant, at, at + length);
                case 3 -> mutant = splice(mutant, at + length, at);
                default -> mutant = random.nextInt(4) == 0 ? Arrays.copyOf(mutant, at) : mutant;
            }
        }
        return mutant;
    }

    /** The bytes before {@code end}, then those from {@code from} on. */
    private static byte[] splice(byte[] bytes, int end, int from) {
        byte[] spliced = Arrays.copyOf(bytes, end + bytes.length - from);
        System.arraycopy(bytes, from, spliced, end, bytes.length - from);
        return spliced;
    }

    private static byte[] valid() {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        tensors.put("x", new Safetensors.Tensor(List.of(2, 2), new float[] {1, 2, 3, 4}));
        tensors.put("y", new Safetensors.Tensor(List.of(), new float[] {5}));
        return new Safetensors(Map.of("key", "value"), tensors).encode();
    }

    private static Arguments header(String name, String header, String reason) {
        return Arguments.of(name, file(header, 0, 0, 0, 0), reason);
    }

    private static Arguments tensor(String name, String part, String replacement, String reason) {
        assertThat(X).contains(part);
        return header(name, "{" + X.replace(part, replacement) + "}", reason);
    }

    private static byte[] notUtf8() {
        byte[] bytes = file("{" + X + "}", 0, 0, 0, 0);
        bytes[10] = (byte) 0xff;
        return bytes;
    }

    private static byte[] length(long headerLength) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerLength)
                .array();
    }
}
