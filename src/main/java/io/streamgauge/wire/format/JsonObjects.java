package io.streamgauge.wire.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.io.IOException;
import java.io.OutputStream;

/** Writes one JSON object. */
final class JsonObjects {

    private static final JsonFactory JSON = new JsonFactory();
    /** Names and defaults that stand in the schema alone make short events long. */
    private static final int BYTES_OF_NAMES = 192 << 10;

    private static final int TIMES_EVENT = 3;
    private static final int USUAL_BYTES = 512;

    /** What stands in the object; may fail in any way on hostile input. */
    interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    /** Bytes that refuse to become too many. */
    private static final class Bounded extends OutputStream {
        private final ByteArrayBuilder bytes = new ByteArrayBuilder(USUAL_BYTES);
        private final int most;

        Bounded(int most) {
            this.most = most;
        }

        @Override
        public void write(int b) throws IOException {
            requireRoom(1);
            bytes.write(b);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            requireRoom(length);
            bytes.write(from, offset, length);
        }

        private void requireRoom(int length) throws IOException {
            if (length > most - bytes.size()) {
                throw new OversizeException("more than " + most + " bytes as JSON");
            }
        }
    }

    private JsonObjects() {}

    /** How long an event of so many bytes may be as JSON. */
    static int mostBytes(int eventBytes) {
        return TIMES_EVENT * eventBytes + BYTES_OF_NAMES;
    }

    /**
     * @param format its name, to say what was expected
     * @param eventBytes length of what is made JSON
     */
    static byte[] write(String format, int eventBytes, Body body) throws RejectedEventException {
        Bounded out = new Bounded(mostBytes(eventBytes));
        try {
            JsonGenerator generator = JSON.createGenerator(out);
            body.write(generator);
            generator.close();
        } catch (OversizeException e) {
            throw new RejectedEventException(Rejection.OVERSIZE_EVENT, "event has " + e.getMessage());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Decoders fail on damaged bytes with whatever exception they happen to meet, on deep ones by their depth.
            throw new RejectedEventException(
                    Rejection.MALFORMED_VALUE, "event is no " + format + " of its schema: " + problem(e));
        }
        return out.bytes.toByteArray();
    }

    private static String problem(Throwable e) {
        if (e instanceof StackOverflowError) {
            return "nested too deep";
        }
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().lines().findFirst().orElse("");
    }

    /** A number that JSON has a form for; others are left to the reader, which refuses text where it expects a number. */
    static void number(JsonGenerator out, double number) throws IOException {
        if (Double.isFinite(number)) {
            out.writeNumber(number);
        } else {
            out.writeString(Double.toString(number));
        }
    }
}
