package io.streamgauge.wire;

import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One version of the weights as it stands on the weights topic: a safetensors file with PyTorch's tensor names, and its
 * provenance as metadata.
 */
public record WeightsRecord(ModelInfo info, Parameters parameters, NetworkSpec spec) {

    /** Weights longer than this are not read. */
    public static final int MAX_BYTES = 8 << 20;

    private static final String CELL = "cell";
    private static final String LAYERS = "layers";
    private static final String HIDDEN = "hidden_size";
    private static final String INPUT = "input_size";
    private static final String OUTPUT = "output_size";
    private static final String GENERATION = "generation";
    private static final String VERSION = "version";
    private static final String WINDOWS = "windows";
    private static final String UNTIL = "until";
    private static final String TRAIN_LOSS = "train_loss";
    private static final String GRADIENT_NORM = "gradient_norm";
    private static final String GATE_LOSS = "gate_loss";
    private static final String PARENT_LOSS = "parent_loss";
    private static final String FIRST_LOSS = "first_loss";

    public byte[] encode() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        metadata.put(CELL, spec.cell().id());
        metadata.put(INPUT, Integer.toString(spec.inputSize()));
        metadata.put(HIDDEN, Integer.toString(spec.hiddenSize()));
        metadata.put(LAYERS, Integer.toString(spec.layers()));
        metadata.put(OUTPUT, Integer.toString(spec.outputSize()));
        metadata.put(GENERATION, Long.toString(info.generation()));
        metadata.put(VERSION, Long.toString(info.version()));
        metadata.put(WINDOWS, Long.toString(info.windows()));
        metadata.put(UNTIL, Long.toString(info.untilTime()));
        metadata.put(TRAIN_LOSS, Double.toString(info.trainLoss()));
        metadata.put(GRADIENT_NORM, Double.toString(info.gradientNorm()));
        metadata.put(GATE_LOSS, Double.toString(info.gateLoss()));
        metadata.put(PARENT_LOSS, Double.toString(info.parentLoss()));
        metadata.put(FIRST_LOSS, Double.toString(info.firstLoss()));
        return new Safetensors(metadata, tensors("", parameters)).encode();
    }

    /** Reads weights for a network of this specification; refuses any other, and weights that are not finite. */
    public static WeightsRecord decode(byte[] bytes, NetworkSpec expected) throws WireFormatException {
        if (bytes.length > MAX_BYTES) {
            throw new WireFormatException("weights have " + bytes.length + " bytes, expected at most " + MAX_BYTES);
        }
        Safetensors file = Safetensors.decode(bytes);
        NetworkSpec spec = spec(file);
        if (!spec.equals(expected)) {
            throw new WireFormatException("weights are for " + spec + ", expected " + expected);
        }
        ModelInfo info = new ModelInfo(
                file.requireLong(GENERATION),
                file.requireLong(VERSION),
                file.requireLong(WINDOWS),
                file.requireLong(UNTIL),
                file.requireDouble(TRAIN_LOSS),
                file.requireDouble(GRADIENT_NORM),
                file.requireDouble(GATE_LOSS),
                file.requireDouble(PARENT_LOSS),
                file.requireDouble(FIRST_LOSS));
        if (info.generation() < 1 || info.version() < 1) {
            throw new WireFormatException("weights have generation " + info.generation() + " and version "
                    + info.version() + ", expected both to be at least 1");
        }
        return new WeightsRecord(info, parameters("", file, spec), spec);
    }

    /** These weights, ready to run as the given generation. */
    public ModelSnapshot snapshot(long generation) {
        return new ModelSnapshot(generation, info.version(), new RecurrentNetwork(spec, parameters));
    }

    /** Key of a version on the weights topic. */
    public static String key(String model, long version) {
        return String.format(Locale.ROOT, "%s/v%06d", model, version);
    }

    /** Key of the pointer to the version in charge. */
    public static String championKey(String model) {
        return model + "/champion";
    }

    /** SHA-256 in lower-case hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static Map<String, Safetensors.Tensor> tensors(String prefix, Parameters parameters) {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        float[] all = parameters.toArray();
        for (ParameterLayout.Tensor tensor : parameters.layout().tensors()) {
            float[] values = new float[tensor.size()];
            System.arraycopy(all, tensor.offset(), values, 0, values.length);
            tensors.put(prefix + tensor.name(), new Safetensors.Tensor(tensor.shape(), values));
        }
        return tensors;
    }

    static Parameters parameters(String prefix, Safetensors file, NetworkSpec spec) throws WireFormatException {
        ParameterLayout layout = spec.layout();
        float[] all = new float[layout.size()];
        for (ParameterLayout.Tensor tensor : layout.tensors()) {
            float[] values = file.require(prefix + tensor.name(), tensor.shape());
            System.arraycopy(values, 0, all, tensor.offset(), values.length);
        }
        Parameters parameters = Parameters.of(layout, all);
        if (!parameters.isFinite()) {
            throw new WireFormatException("weights hold a value that is not finite");
        }
        return parameters;
    }

    private static NetworkSpec spec(Safetensors file) throws WireFormatException {
        try {
            return new NetworkSpec(
                    CellKind.of(file.require(CELL)),
                    Math.toIntExact(file.requireLong(INPUT)),
                    Math.toIntExact(file.requireLong(HIDDEN)),
                    Math.toIntExact(file.requireLong(LAYERS)),
                    Math.toIntExact(file.requireLong(OUTPUT)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new WireFormatException("weights describe no network: " + e.getMessage(), e);
        }
    }
}
