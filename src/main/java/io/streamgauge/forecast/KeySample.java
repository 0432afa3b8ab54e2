package io.streamgauge.forecast;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The keys of which windows are cut: those whose hash (CRC32C of their UTF-8 bytes, over 2³²) is below a share.
 *
 * <p>A key is in or out for good, on every instance; a larger share has all keys of a smaller one.
 *
 * @param share of keys, above 0 and at most 1
 */
public record KeySample(double share) {

    /** Every key. */
    public static final KeySample ALL = new KeySample(1);

    private static final double HASHES = 1L << Integer.SIZE;

    public KeySample {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share of keys is " + share + ", expected above 0 and at most 1");
        }
    }

    /** Whether windows are cut of {@code key}. */
    public boolean takes(String key) {
        if (share == 1) {
            return true;
        }
        CRC32C hash = new CRC32C();
        hash.update(key.getBytes(StandardCharsets.UTF_8));
        return hash.getValue() / HASHES < share;
    }
}
