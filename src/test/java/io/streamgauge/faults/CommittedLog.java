package io.streamgauge.faults;

import io.streamgauge.config.TopicNames;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.ForecastTopology;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a broker holds of one stream, as a reader of committed records sees it.
 *
 * @param input the source topic, partition by partition in its order
 * @param weights the weights topic
 * @param outputs everything written, topic by topic and partition by partition in its order
 * @param states every key's last state on the changelog
 * @param aborted outputs that were written and taken back: proof that a fault hit live traffic
 * @param openTransactions transactions that nobody will end, and partitions whose readers one holds up
 * @param forecastTimes when the committed forecasts were written, in epoch milliseconds, by partition
 */
record CommittedLog(
        List<ConsumerRecord<byte[], byte[]>> input,
        List<ConsumerRecord<byte[], byte[]>> weights,
        List<Output> outputs,
        Map<ByteBuffer, ByteBuffer> states,
        long aborted,
        long openTransactions,
        Map<Integer, List<Long>> forecastTimes) {

    static CommittedLog read(Cluster cluster, TopologyConfig topology) {
        TopicNames names = topology.topicNames();
        List<Output> outputs = new ArrayList<>();
        long[] written = new long[1];
        Evidence.Written forecasts = new Evidence.Written();
        for (Sink sink : Sink.values()) {
            String topic = sink.topic(names);
            cluster.readCommitted(topic, record -> {
                outputs.add(Output.of(sink, record.partition(), record.key(), record.value(), record.headers()));
                if (sink == Sink.FORECASTS) {
                    forecasts.add(record.partition(), record.timestamp());
                }
            });
            cluster.readWritten(topic, record -> written[0]++);
        }
        return new CommittedLog(
                list(cluster, topology.source().topic()),
                list(cluster, names.weights()),
                outputs,
                states(cluster, names),
                written[0] - outputs.size(),
                cluster.openTransactions(names),
                forecasts.byPartition());
    }

    private static List<ConsumerRecord<byte[], byte[]>> list(Cluster cluster, String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        cluster.readCommitted(topic, records::add);
        return records;
    }

    private static Map<ByteBuffer, ByteBuffer> states(Cluster cluster, TopicNames names) {
        Map<ByteBuffer, ByteBuffer> states = new HashMap<>();
        cluster.readCommitted(changelog(names), record -> {
            ByteBuffer key = ByteBuffer.wrap(record.key());
            if (record.value() == null) {
                states.remove(key);
            } else {
                states.put(key, ByteBuffer.wrap(record.value()));
            }
        });
        return states;
    }

    /** The changelog of every key's state. */
    static String changelog(TopicNames names) {
        return names.applicationId() + "-" + ForecastTopology.SERIES_STORE + "-changelog";
    }
}
