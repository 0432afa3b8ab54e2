package io.streamgauge.wire.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes one JSON object. */
final class JsonObjects {

    private static final JsonFactory JSON = new JsonFactory();

    /** What stands in the object; may fail in any way on hostile input. */
    interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private JsonObjects() {}

    /**
     * @param format its name, to say what was expected
     */
    static byte[] write(String format, Body body) throws RejectedEventException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            body.write(out);
        } catch (IOException | RuntimeException e) {
            // Decoders fail on damaged bytes with whatever exception they happen to meet.
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new RejectedEventException(
                    Rejection.MALFORMED_VALUE, "event is no " + format + " of its schema: " + message);
        }
        return bytes.toByteArray();
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
