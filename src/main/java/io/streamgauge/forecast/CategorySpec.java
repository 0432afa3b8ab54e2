package io.streamgauge.forecast;

import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.signal.LogTemplates;
import java.util.List;

/**
 * What a forecaster of categories is made of; two equal specifications lay out a key's state alike.
 *
 * @param classes of the network: the {@link Vocabulary}'s, the unknown one included
 * @param templates whether categories are log lines, of which the templates are the classes
 * @param cell kind of the network's recurrent cell
 * @param hiddenSize units per layer
 * @param layers recurrent layers
 * @param windowSteps steps of a labelled window
 * @param windowStride events from the start of one window to the start of the next
 */
public record CategorySpec(
        int classes, boolean templates, CellKind cell, int hiddenSize, int layers, int windowSteps, int windowStride) {

    /** What windows, weights and checkpoints of such a network are marked with as their head. */
    public static final String HEAD = "log-softmax";

    private static final String NEXT_CATEGORY = "next-category";
    private static final String NEXT_TEMPLATE = "next-template";

    /** Every key's state holds a probability of each class, and every version the classes' names. */
    public static final int MOST_CLASSES = 1_024;

    private static final int LEAST_CLASSES = 3;
    /** Length of a category's vector. */
    private static final int EMBEDDING_DIMENSION = 16;

    public CategorySpec {
        if (classes < LEAST_CLASSES || classes > MOST_CLASSES) {
            throw new IllegalArgumentException(
                    "there are " + classes + " classes, expected " + LEAST_CLASSES + " to " + MOST_CLASSES);
        }
        if (windowSteps < 1 || windowStride < 1 || windowStride > windowSteps) {
            throw new IllegalArgumentException(
                    "window stride is " + windowStride + ", expected 1 to the window's " + windowSteps + " steps");
        }
    }

    /** What they are marked with as their target. */
    public String target() {
        return templates ? NEXT_TEMPLATE : NEXT_CATEGORY;
    }

    /** A category as the vocabulary knows it, or would. */
    public String name(String category) {
        return Vocabulary.cut(templates ? LogTemplates.mask(category) : category);
    }

    /** The class of such a name. */
    int classOf(String name, Vocabulary vocabulary) {
        return templates ? vocabulary.classOfLine(name) : vocabulary.classOf(name);
    }

    /** The network that serves this forecaster: category in, logarithms of the next one's probabilities out. */
    public NetworkSpec network() {
        return new NetworkSpec(
                cell,
                0,
                hiddenSize,
                layers,
                classes,
                List.of(new Embedding(classes, EMBEDDING_DIMENSION)),
                Activation.LOG_SOFTMAX);
    }

    /**
     * The network's weights before anything is learned: every class is as probable as every other, and units remember for
     * up to as many steps as a window has.
     */
    public Parameters untrained(long seed) {
        return Initializer.remembering(network(), Math.max(2, windowSteps), seed);
    }
}
