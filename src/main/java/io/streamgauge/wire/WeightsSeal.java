package io.streamgauge.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The signature of the records on a weights topic: Ed25519 (RFC 8032) over topic, key and value, beside the record in the
 * header {@value #HEADER}.
 *
 * <pre>
 *   signed = |topic| · topic · |key| · key · |value| · value      lengths as 4 bytes, −1 for a tombstone's
 * </pre>
 *
 * <p>Topic and key are signed too, so that no record can be moved to where it means something else. That an old pointer is
 * sent again is left to the order of generations.
 *
 * @param signing null where nothing is signed here
 * @param verification null where nothing is asked of what is read
 */
public record WeightsSeal(
        String topic,
        @Nullable PrivateKey signing,
        @Nullable PublicKey verification) {

    public static final String HEADER = "streamgauge.signature";

    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    /** Signs nothing and asks for nothing. */
    public static WeightsSeal none(String topic) {
        return new WeightsSeal(topic, null, null);
    }

    /**
     * The keys in PEM files, as {@code openssl genpkey -algorithm ed25519} and {@code openssl pkey -pubout} write them.
     *
     * @throws WireFormatException that names the file
     */
    public static WeightsSeal read(String topic, @Nullable Path signing, @Nullable Path verification)
            throws WireFormatException {
        try {
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            return new WeightsSeal(
                    topic,
                    signing == null ? null : keys.generatePrivate(new PKCS8EncodedKeySpec(pem(signing, PRIVATE))),
                    verification == null
                            ? null
                            : keys.generatePublic(new X509EncodedKeySpec(pem(verification, PUBLIC))));
        } catch (GeneralSecurityException e) {
            // Not what it says: a key of another algorithm's length, and no word of the key itself.
            throw new WireFormatException(
                    (signing == null ? verification : signing) + ": is no " + ALGORITHM + " key, expected one in PEM");
        }
    }

    private static byte[] pem(Path file, String kind) throws WireFormatException {
        String expected = file + ": cannot be used, expected a PEM file with one " + ALGORITHM + " " + kind;
        try {
            String text = Files.readString(file);
            String begin = "-----BEGIN " + kind + "-----";
            int from = text.indexOf(begin);
            int until = text.indexOf("-----END " + kind + "-----");
            if (from < 0 || until < from) {
                throw new WireFormatException(expected);
            }
            return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), until));
        } catch (IOException | IllegalArgumentException e) {
            throw new WireFormatException(expected, e);
        }
    }

    /** The signature of a record; null where nothing is signed. */
    public byte @Nullable [] sign(String key, byte @Nullable [] value) {
        if (signing == null) {
            return null;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(signing);
            update(signature, key, value);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the signing key cannot be used", e);
        }
    }

    /** Refuses a record that is not signed as it should be. */
    public void require(String key, byte @Nullable [] value, byte @Nullable [] found) throws RefusedWeightsException {
        if (verification == null) {
            return;
        }
        if (found == null) {
            throw new RefusedWeightsException(
                    WeightsRefusal.SIGNATURE, "the record is not signed, expected an " + ALGORITHM + " signature");
        }
        if (!verifies(key, value, found)) {
            throw new RefusedWeightsException(
                    WeightsRefusal.SIGNATURE, "the signature is not the trainer's for this topic, key and value");
        }
    }

    private boolean verifies(String key, byte @Nullable [] value, byte[] found) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(verification);
            update(signature, key, value);
            return signature.verify(found);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void update(Signature signature, String key, byte @Nullable [] value) throws GeneralSecurityException {
        update(signature, topic.getBytes(StandardCharsets.UTF_8));
        update(signature, key.getBytes(StandardCharsets.UTF_8));
        update(signature, value);
    }

    private static void update(Signature signature, byte @Nullable [] part) throws GeneralSecurityException {
        int length = part == null ? -1 : part.length;
        signature.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        if (part != null) {
            signature.update(part);
        }
    }

    /** Says what is signed and asked for, and no key. */
    @Override
    public String toString() {
        return "WeightsSeal[topic=" + topic + ", signs=" + (signing != null) + ", verifies=" + (verification != null)
                + "]";
    }
}
