package io.streamgauge.trainer;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** A trainer's connections to the brokers: a new pair for every session. */
public interface TrainerClients {

    /** A consumer of committed records that is given its partitions and positions by hand. */
    Consumer<byte[], byte[]> consumer();

    /** A producer under the trainer's transactional id. */
    Producer<byte[], byte[]> producer();
}
