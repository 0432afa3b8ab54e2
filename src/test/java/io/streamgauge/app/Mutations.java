package io.streamgauge.app;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Seeded damage to good bytes: flips, cuts, repeats, insertions from a list of words, two inputs spliced. */
final class Mutations {

    private static final int MOST_AT_ONCE = 6;
    private static final int LONGEST_REPEAT = 2_000;

    private final Random random;
    private final List<byte[]> seeds;
    private final List<byte[]> words;

    Mutations(long seed, List<byte[]> seeds, String... words) {
        random = new Random(seed);
        this.seeds = List.copyOf(seeds);
        this.words = Arrays.stream(words)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    byte[] next() {
        byte[] bytes = seed().clone();
        for (int i = 1 + random.nextInt(MOST_AT_ONCE); i > 0; i--) {
            bytes = mutated(bytes);
        }
        return bytes;
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] mutated(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int until = at + random.nextInt(bytes.length - at + 1);
        return switch (random.nextInt(7)) {
            case 0 -> flipped(bytes);
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, until, bytes.length));
            case 3 -> repeated(bytes, at, until);
            case 4 -> joined(Arrays.copyOf(bytes, at), seed());
            case 5 -> joined(Arrays.copyOf(bytes, at), noise(), Arrays.copyOfRange(bytes, at, bytes.length));
            default -> joined(Arrays.copyOf(bytes, at), word(), Arrays.copyOfRange(bytes, at, bytes.length));
        };
    }

    private byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private byte[] repeated(byte[] bytes, int from, int until) {
        byte[] part = Arrays.copyOfRange(bytes, from, until);
        int times = part.length == 0 ? 0 : random.nextInt(1 + LONGEST_REPEAT / part.length);
        byte[][] parts = new byte[times + 2][];
        Arrays.fill(parts, part);
        parts[0] = Arrays.copyOf(bytes, from);
        parts[times + 1] = Arrays.copyOfRange(bytes, until, bytes.length);
        return joined(parts);
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(8)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] word() {
        return words.isEmpty() ? noise() : words.get(random.nextInt(words.size()));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
