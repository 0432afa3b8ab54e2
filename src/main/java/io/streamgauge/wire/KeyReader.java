package io.streamgauge.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The reader of record keys: UTF-8 text of bounded length. Not thread-safe. */
public final class KeyReader {

    private final int maxBytes;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

    /**
     * @param maxBytes longest key
     */
    public KeyReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    public String read(byte @Nullable [] key) throws RejectedEventException {
        if (key == null || key.length == 0) {
            throw new RejectedEventException(Rejection.NULL_KEY, "the record has no key");
        }
        if (key.length > maxBytes) {
            throw new RejectedEventException(
                    Rejection.OVERSIZE_KEY, "key has " + key.length + " bytes, expected at most " + maxBytes);
        }
        try {
            return utf8.decode(ByteBuffer.wrap(key)).toString();
        } catch (CharacterCodingException e) {
            throw new RejectedEventException(Rejection.INVALID_KEY, "key is not UTF-8 text");
        }
    }
}
