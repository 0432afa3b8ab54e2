package io.streamgauge.trainer;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The mark that ends a round of lock-step on the windows topic: a record without key and value, with the round's number
 * as a header. It stands in the topic, so a trainer that reads the topic again finds the same rounds.
 */
public final class RoundMark {

    private static final String HEADER = "streamgauge.round";

    private RoundMark() {}

    public static ProducerRecord<byte[], byte[]> record(String windowsTopic, long round) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(windowsTopic, 0, null, null);
        record.headers()
                .add(HEADER, ByteBuffer.allocate(Long.BYTES).putLong(round).array());
        return record;
    }

    static boolean is(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(HEADER);
        return header != null && record.value() == null;
    }
}
