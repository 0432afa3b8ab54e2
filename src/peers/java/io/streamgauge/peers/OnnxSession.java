package io.streamgauge.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A network in ONNX Runtime, for sequences and batches of one size; inputs and outputs lie in buffers bound once. */
public final class OnnxSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
    private final FloatBuffer x;
    private final FloatBuffer y;
    private final List<FloatBuffer> before = new ArrayList<>();
    private final List<FloatBuffer> after = new ArrayList<>();
    private final int part;

    public OnnxSession(NetworkSpec spec, Parameters parameters, int steps, int batch, boolean headed) {
        part = batch * spec.hiddenSize();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            session = environment.createSession(OnnxGraph.encode(spec, parameters, steps, batch, headed), options);
            x = bind(inputs, "x", steps, batch, spec.inputSize());
            y = headed ? bind(outputs, "y", steps, batch, spec.outputSize()) : FloatBuffer.allocate(0);
            for (String name : OnnxGraph.stateNames(spec)) {
                before.add(bind(inputs, name, 1, batch, spec.hiddenSize()));
                after.add(bind(outputs, OnnxGraph.next(name), 1, batch, spec.hiddenSize()));
            }
        } catch (OrtException e) {
            throw new PeerException("ONNX Runtime does not take the model of " + spec, e);
        }
    }

    private FloatBuffer bind(Map<String, OnnxTensor> place, String name, long... shape) throws OrtException {
        long size = shape[0] * shape[1] * shape[2];
        FloatBuffer buffer = ByteBuffer.allocateDirect(Math.toIntExact(size * Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        place.put(name, OnnxTensor.createTensor(environment, buffer, shape));
        return buffer;
    }

    /**
     * All steps of all sequences.
     *
     * @param input [steps × batch × inputSize]; not modified
     * @param state per layer h [batch × hiddenSize], then c of the same shape where there is one; overwritten
     * @param out [steps × batch × outputSize], not touched where the model has no head
     */
    public void run(float[] input, float[] state, float[] out) {
        x.put(0, input);
        for (int i = 0; i < before.size(); i++) {
            before.get(i).put(0, state, i * part, part);
        }
        try (OrtSession.Result result = session.run(inputs, Set.of(), outputs)) {
            for (int i = 0; i < after.size(); i++) {
                after.get(i).get(0, state, i * part, part);
            }
            y.get(0, out, 0, y.capacity());
        } catch (OrtException e) {
            throw new PeerException("ONNX Runtime failed", e);
        }
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new PeerException("ONNX Runtime does not close", e);
        }
    }
}
