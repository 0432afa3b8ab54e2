package io.streamgauge.wire.format;

import java.io.IOException;

/** Thrown for an event that holds more than one may; says what of. */
final class OversizeException extends IOException {

    private static final long serialVersionUID = 1;

    OversizeException(String found) {
        super(found);
    }
}
