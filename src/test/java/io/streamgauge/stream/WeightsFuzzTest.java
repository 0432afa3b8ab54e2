package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.testing.Figures;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.WeightsRecord;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand damaged records on the weights topic: none ends anything, none is used, and none makes the reader set aside
 * much more memory than it is long.
 */
@Tag(Figures.TAG)
class WeightsFuzzTest {

    private static final int RECORDS = 10_000;
    /** What reading one record may set aside: so many times its length, and a megabyte for tables of the reader's own. */
    private static final long PER_BYTE = 10;

    private static final long FIXED = 1 << 20;
    private static final int LENGTH_BYTES = Long.BYTES;

    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Random random = new Random(20_260_401);
    private TestStream stream;

    @BeforeEach
    void start() {
        stream = new TestStream();
        stream.weights(5, 2);
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    @Test
    void shouldUseNoneOfTenThousandDamagedRecords() {
        byte[] good = stream.weightsRecord(3, 3);
        String meant = WeightsRecord.sha256(good);
        ModelHolder models = TestStream.models(stream.config, ForecastMetrics.noop());
        byte[] served = stream.weightsRecord(2, 2);
        models.offer("m/v000002", served);
        models.offer("m/champion", new ChampionPointer(1, 2, WeightsRecord.sha256(served)).encode());
        ModelSnapshot before = models.current();
        long generation = before.generation();
        int tried = 0;
        int used = 0;
        for (int i = 0; i < RECORDS; i++) {
            byte[] bad = damaged(good);
            long set = THREAD.getThreadAllocatedBytes(Thread.currentThread().getId());
            models.offer("m/v000003", bad);
            models.offer("m/champion", new ChampionPointer(++generation, 3, meant).encode());
            set = THREAD.getThreadAllocatedBytes(Thread.currentThread().getId()) - set;
            tried++;
            used += models.current().version() == 2 ? 0 : 1;
            assertThat(models.current().version()).as("record %d", i).isEqualTo(2);
            assertThat(models.current().network()).as("record %d", i).isSameAs(before.network());
            assertThat(set)
                    .as("bytes set aside for record %d of %d bytes", i, bad.length)
                    .isLessThan(PER_BYTE * bad.length + FIXED);
        }
        assertThat(models.current().generation()).isEqualTo(1 + RECORDS);
        models.offer("m/v000003", good);
        models.offer("m/champion", new ChampionPointer(++generation, 3, meant).encode());
        assertThat(models.current().version())
                .as("the good one, for comparison")
                .isEqualTo(3);
        Figures figures = new Figures("weights");
        figures.put("weights.fuzzed", tried, "records");
        // Whatever is thrown ends this test before it comes here.
        figures.put("weights.crashes", RECORDS - tried, "records");
        figures.put("weights.used", used, "records");
        figures.write();
    }

    /** A record with one to four faults; never the good one. */
    private byte[] damaged(byte[] good) {
        byte[] bad = good.clone();
        for (int faults = 1 + random.nextInt(4); faults > 0 || Arrays.equals(bad, good); faults--) {
            bad = fault(bad);
        }
        return bad;
    }

    private byte[] fault(byte[] bytes) {
        if (bytes.length < 2 * LENGTH_BYTES) {
            return random(random.nextInt(2_000));
        }
        return switch (random.nextInt(10)) {
            case 0 -> flipped(bytes, bytes.length);
            case 1 -> flipped(bytes, Math.min(bytes.length, header(bytes)));
            case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 3 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(4_096));
            case 4 -> withHeaderLength(bytes);
            case 5 -> with(bytes, text(bytes).replaceFirst("\\d+", Long.toString(random.nextLong() >>> 1)));
            case 6 -> with(bytes, text(bytes).replace("\"shape\":[", "\"shape\":[" + random.nextInt() + ","));
            case 7 -> with(bytes, crowded());
            case 8 -> with(bytes, "[".repeat(random.nextInt(10_000)));
            default -> random(random.nextInt(20_000));
        };
    }

    private byte[] flipped(byte[] bytes, int within) {
        byte[] bad = bytes.clone();
        bad[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
        return bad;
    }

    private byte[] withHeaderLength(byte[] bytes) {
        byte[] bad = bytes.clone();
        long length = random.nextBoolean() ? random.nextLong() : random.nextInt();
        ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        return bad;
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A header of very many tensors without a value, or of one very long text. */
    private String crowded() {
        if (random.nextBoolean()) {
            return "{\"__metadata__\":{\"cell\":\"" + "x".repeat(random.nextInt(200_000)) + "\"}}";
        }
        StringBuilder header = new StringBuilder("{");
        int tensors = 1 + random.nextInt(300);
        for (int i = 0; i < tensors; i++) {
            header.append(i == 0 ? "" : ",")
                    .append("\"rnn.weight_ih_l")
                    .append(i)
                    .append("\":{\"dtype\":\"F32\",\"shape\":[0,2147483647],\"data_offsets\":[0,0]}");
        }
        return header.append("}").toString();
    }

    private static int header(byte[] bytes) {
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return LENGTH_BYTES + (int) Math.max(0, Math.min(length, bytes.length - LENGTH_BYTES));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, LENGTH_BYTES, header(bytes) - LENGTH_BYTES, StandardCharsets.ISO_8859_1);
    }

    /** The same data behind another header. */
    private static byte[] with(byte[] bytes, String text) {
        byte[] header = text.getBytes(StandardCharsets.ISO_8859_1);
        int data = header(bytes);
        return ByteBuffer.allocate(LENGTH_BYTES + header.length + bytes.length - data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(bytes, data, bytes.length - data)
                .array();
    }
}
