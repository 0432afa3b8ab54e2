package io.streamgauge.wire;

import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.ReadoutPrior;
import io.streamgauge.forecast.Vocabulary;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Successions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of the weights as it stands on the weights topic: a safetensors file with PyTorch's tensor names, and its
 * provenance as metadata.
 *
 * <p>What the readouts of the series have in common stands beside them, as {@code prior.mean} and {@code prior.variance}
 * [n], and which category followed which as {@code successions.counts} [n×3]: PyTorch's {@code load_state_dict} takes the rest with {@code strict=False}.
 *
 * @param prior null where none has been learned
 * @param vocabulary the categories that the network knows, which stand as a list in the metadata; empty where it
 *     forecasts numbers
 * @param origin where the version comes from
 */
public record WeightsRecord(
        ModelInfo info,
        Parameters parameters,
        ModelTask task,
        @Nullable ReadoutPrior prior,
        Vocabulary vocabulary,
        ModelOrigin origin) {

    /** Weights longer than this are not read. */
    public static final int MAX_BYTES = 8 << 20;

    private static final String GENERATION = "generation";
    static final String VERSION = "version";
    private static final String WINDOWS = "windows";
    private static final String UNTIL = "until";
    private static final String TRAIN_LOSS = "train_loss";
    private static final String GRADIENT_NORM = "gradient_norm";
    private static final String GATE_LOSS = "gate_loss";
    private static final String PARENT_LOSS = "parent_loss";
    private static final String FIRST_LOSS = "first_loss";

    private static final String VOCABULARY = "vocabulary";
    private static final String PRIOR = "prior.";
    private static final String MEAN = "mean";
    private static final String VARIANCE = "variance";
    private static final String SUCCESSIONS = "successions.";
    private static final String COUNTS = "counts";

    /** Weights without a prior. */
    public WeightsRecord(ModelInfo info, Parameters parameters, ModelTask task) {
        this(info, parameters, task, null);
    }

    /** Weights of which nobody says where they come from. */
    public WeightsRecord(ModelInfo info, Parameters parameters, ModelTask task, @Nullable ReadoutPrior prior) {
        this(info, parameters, task, prior, Vocabulary.EMPTY, ModelOrigin.UNKNOWN);
    }

    /** These weights as coming from elsewhere. */
    public WeightsRecord withOrigin(ModelOrigin from) {
        return new WeightsRecord(info, parameters, task, prior, vocabulary, from);
    }

    /** These weights with the mean and the variance of the readouts' weights beside them [n]. */
    public WeightsRecord withPrior(float[] mean, float[] variance) {
        return new WeightsRecord(info, parameters, task, new ReadoutPrior(mean, variance), vocabulary, origin);
    }

    /** These weights with the categories that they know, in the order of their classes. */
    public WeightsRecord withVocabulary(List<String> categories) {
        return new WeightsRecord(
                info, parameters, task, prior, new Vocabulary(categories, vocabulary.successions()), origin);
    }

    /** These weights with what is known of which class follows which. */
    public WeightsRecord withSuccessions(Successions successions) {
        Vocabulary known = new Vocabulary(vocabulary.categories(), successions);
        return new WeightsRecord(info, parameters, task, prior, known, origin);
    }

    /** These weights with the prior of others beside them, if those have one. */
    public WeightsRecord withPriorOf(@Nullable WeightsRecord other) {
        return other == null ? this : new WeightsRecord(info, parameters, task, other.prior, vocabulary, origin);
    }

    /** The same weights and prior as another generation and version. */
    public WeightsRecord numbered(long generation, long version) {
        return new WeightsRecord(info.numbered(generation, version), parameters, task, prior, vocabulary, origin);
    }

    /** The categories of the classes 1, 2, …; none where values are forecast. */
    public List<String> categories() {
        return vocabulary.categories();
    }

    /** How often each class has followed the two before it; not to be changed. */
    public Successions successions() {
        return vocabulary.successions();
    }

    public byte[] encode() {
        Map<String, String> metadata = provenance();
        if (vocabulary.size() > 0) {
            metadata.put(VOCABULARY, TextList.encode(vocabulary.categories()));
        }
        Safetensors network = new NetworkFile(task.network(), parameters, metadata).toSafetensors();
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>(network.tensors());
        if (prior != null) {
            List<Integer> shape = List.of(prior.mean().length);
            tensors.put(PRIOR + MEAN, new Safetensors.Tensor(shape, prior.mean()));
            tensors.put(PRIOR + VARIANCE, new Safetensors.Tensor(shape, prior.variance()));
        }
        if (!vocabulary.successions().isEmpty()) {
            tensors.put(SUCCESSIONS + COUNTS, SuccessionTensor.of(vocabulary.successions()));
        }
        return new Safetensors(network.metadata(), tensors).encode();
    }

    /** Where the weights come from, as text by name: generation, version and how they were trained. */
    public Map<String, String> provenance() {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put(GENERATION, Long.toString(info.generation()));
        provenance.put(VERSION, Long.toString(info.version()));
        provenance.put(WINDOWS, Long.toString(info.windows()));
        provenance.put(UNTIL, Long.toString(info.untilTime()));
        provenance.put(TRAIN_LOSS, Double.toString(info.trainLoss()));
        provenance.put(GRADIENT_NORM, Double.toString(info.gradientNorm()));
        provenance.put(GATE_LOSS, Double.toString(info.gateLoss()));
        provenance.put(PARENT_LOSS, Double.toString(info.parentLoss()));
        provenance.put(FIRST_LOSS, Double.toString(info.firstLoss()));
        task.mark(provenance);
        origin.mark(provenance);
        return provenance;
    }

    /** Reads weights for this task; refuses any other, and weights that are not finite. */
    public static WeightsRecord decode(byte[] bytes, ModelTask task) throws WireFormatException {
        if (bytes.length > MAX_BYTES) {
            throw new RefusedWeightsException(
                    WeightsRefusal.SIZE, "weights have " + bytes.length + " bytes, expected at most " + MAX_BYTES);
        }
        Safetensors file = Safetensors.decode(bytes);
        NetworkFile network = NetworkFile.of(file.without(PRIOR).without(SUCCESSIONS));
        if (!network.spec().equals(task.network())) {
            throw new RefusedWeightsException(
                    WeightsRefusal.LAYOUT, "weights are for " + network.spec() + ", expected " + task.network());
        }
        task.require("weights'", file.metadata());
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
        if (!ModelInfo.areNumbers(info.generation(), info.version())) {
            throw new WireFormatException("weights have generation " + info.generation() + " and version "
                    + info.version() + ", expected both from 1 to " + Integer.MAX_VALUE);
        }
        return new WeightsRecord(
                info,
                network.parameters(),
                task,
                prior(file.module(PRIOR)),
                vocabulary(file, task),
                ModelOrigin.of(file));
    }

    private static Vocabulary vocabulary(Safetensors file, ModelTask task) throws WireFormatException {
        int most = task.network().outputSize() - 1;
        List<String> categories = TextList.decode(file.metadata(), VOCABULARY, most, Vocabulary.LONGEST);
        if (new HashSet<>(categories).size() < categories.size()) {
            throw new WireFormatException("the vocabulary has a category twice, expected different ones");
        }
        Safetensors.Tensor counts = file.tensors().get(SUCCESSIONS + COUNTS);
        return counts == null
                ? new Vocabulary(categories)
                : new Vocabulary(
                        categories, SuccessionTensor.read(counts, task.network().outputSize()));
    }

    private static @Nullable ReadoutPrior prior(Safetensors file) throws WireFormatException {
        Safetensors.Tensor mean = file.tensors().get(MEAN);
        if (mean == null && file.tensors().isEmpty()) {
            return null;
        }
        if (mean == null || file.tensors().size() != 2 || mean.shape().size() != 1) {
            throw new WireFormatException(
                    "the prior's tensors are " + file.tensors().keySet() + ", expected mean [n] and variance [n]");
        }
        float[] variance = file.require(VARIANCE, mean.shape());
        for (int i = 0; i < variance.length; i++) {
            if (!Float.isFinite(mean.values()[i]) || !(variance[i] >= 0 && variance[i] < Float.POSITIVE_INFINITY)) {
                throw new RefusedWeightsException(
                        WeightsRefusal.NOT_FINITE,
                        "the prior's weight " + i + " has mean " + mean.values()[i] + " and variance " + variance[i]
                                + ", expected finite ones and no negative variance");
            }
        }
        return new ReadoutPrior(mean.values(), variance);
    }

    /** These weights, ready to run as the given generation. */
    public ModelSnapshot snapshot(long generation) {
        return new ModelSnapshot(
                generation, info.version(), new RecurrentNetwork(task.network(), parameters), prior, vocabulary);
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
}
