package io.streamgauge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.AuditHeaders;
import io.streamgauge.wire.EventWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log that is as it should be raises no counter; each way of spoiling it raises its own. */
class VerifierTest {

    private static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final long NOW = Instant.parse("2024-03-01T00:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;
    private static final int PARTITIONS = 2;
    private static final int EVENTS = 60;

    private final TopologyConfig topology = TopologyConfig.load(
            null,
            Map.of(
                    "name",
                    "t",
                    "audit",
                    "true",
                    "horizons",
                    "1,2",
                    "network.hidden",
                    "4",
                    "windows.steps",
                    "4",
                    "windows.stride",
                    "2"));
    private final List<ConsumerRecord<byte[], byte[]>> input = new ArrayList<>();
    private List<Output> outputs = new ArrayList<>();
    private Map<ByteBuffer, ByteBuffer> states = new HashMap<>();
    private long openTransactions;

    /** One key per partition, one broken event in each: what a run without faults would leave. */
    @BeforeEach
    void runWithoutFaults() {
        Random random = new Random(1);
        EventWriter writer = new EventWriter("/time", "/value");
        Oracle forecaster = oracle();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (int i = 0; i < EVENTS; i++) {
                byte[] value = i == EVENTS / 2
                        ? "{".getBytes(StandardCharsets.UTF_8)
                        : writer.write(BEGIN + i * MINUTE, 10 + random.nextDouble());
                ConsumerRecord<byte[], byte[]> event = event(partition, i, value);
                input.add(event);
                outputs.addAll(forecaster.step(event, 0));
            }
        }
        states = new HashMap<>(forecaster.states());
    }

    private Oracle oracle() {
        return new Oracle(topology, List.of());
    }

    private static ConsumerRecord<byte[], byte[]> event(int partition, long offset, byte[] value) {
        byte[] key = ("key-" + partition).getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                "t",
                partition,
                offset,
                NOW,
                TimestampType.CREATE_TIME,
                key.length,
                value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private Verdict verdict() {
        return Verifier.verify(
                        new CommittedLog(input, List.of(), outputs, states, 0, openTransactions, Map.of()), oracle())
                .verdict();
    }

    @Test
    void shouldFindNothingInALogWithoutFaults() {
        assertThat(outputs).extracting(Output::sink).contains(Sink.FORECASTS, Sink.WINDOWS, Sink.DEAD_LETTERS);
        assertThat(verdict()).isEqualTo(Verdict.CLEAN);
    }

    @Test
    void shouldCountEveryOutputThatIsLost() {
        outputs.removeIf(output -> output.sink() == Sink.DEAD_LETTERS);
        outputs.remove(last(Sink.FORECASTS));
        outputs.remove(last(Sink.WINDOWS));
        assertThat(verdict()).isEqualTo(new Verdict(PARTITIONS + 2, 0, 0, 0, 0, 0));
    }

    @Test
    void shouldCountEveryOutputThatStandsThereOnceMore() {
        outputs.add(last(Sink.FORECASTS));
        outputs.add(0, outputs.get(0));
        assertThat(verdict()).isEqualTo(new Verdict(0, 2, 0, 0, 0, 0));
    }

    @Test
    void shouldCountAForecastMadeFromAnotherState() {
        spoil(AuditHeaders.STATE, ByteBuffer.allocate(Integer.BYTES));
        assertThat(verdict()).isEqualTo(new Verdict(0, 0, 1, 0, 0, 0));
    }

    @Test
    void shouldCountAForecastAfterAnotherNumberOfEvents() {
        spoil(AuditHeaders.COUNT, ByteBuffer.allocate(Long.BYTES).putLong(0, EVENTS));
        assertThat(verdict()).isEqualTo(new Verdict(0, 0, 1, 0, 0, 0));
    }

    @Test
    void shouldCountAnOutputThatNothingWasSentFor() {
        ConsumerRecord<byte[], byte[]> unsent = input.remove(EVENTS - 1);
        assertThat(unsent.offset()).isEqualTo(EVENTS - 1);
        assertThat(verdict().wrong())
                .as("its outputs, and the state that holds it")
                .isEqualTo(outputsOf(unsent) + 1);
    }

    @Test
    void shouldCountAFinalStateThatDiffersOrIsMissing() {
        states.replaceAll((key, state) -> ByteBuffer.allocate(1));
        assertThat(verdict()).isEqualTo(new Verdict(0, 0, PARTITIONS, 0, 0, 0));
        states.clear();
        assertThat(verdict()).isEqualTo(new Verdict(0, 0, PARTITIONS, 0, 0, 0));
    }

    @Test
    void shouldCountAnOutputInAnotherPartition() {
        Output forecast = last(Sink.FORECASTS);
        outputs.set(outputs.lastIndexOf(forecast), forecast.at(0));
        assertThat(verdict()).isEqualTo(new Verdict(0, 0, 0, 1, 0, 0));
    }

    @Test
    void shouldCountAnOutputOutOfOrder() {
        List<Output> forecasts = outputs.stream()
                .filter(output -> output.sink() == Sink.FORECASTS && output.partition() == 1)
                .toList();
        Collections.swap(outputs, outputs.indexOf(forecasts.get(3)), outputs.indexOf(forecasts.get(4)));
        assertThat(verdict()).isEqualTo(new Verdict(0, 0, 0, 1, 0, 0));
    }

    @Test
    void shouldCountAForecastByOlderWeights() {
        spoil(AuditHeaders.GENERATION, ByteBuffer.allocate(Long.BYTES).putLong(0, -1));
        assertThat(verdict())
                .as("it is not what the newer weights give, either")
                .isEqualTo(new Verdict(0, 0, 1, 0, 1, 0));
    }

    @Test
    void shouldPassOnTransactionsThatStayOpen() {
        openTransactions = 2;
        assertThat(verdict()).isEqualTo(new Verdict(0, 0, 0, 0, 0, 2));
    }

    private Output last(Sink sink) {
        return outputs.stream()
                .filter(output -> output.sink() == sink)
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    private long outputsOf(ConsumerRecord<byte[], byte[]> event) {
        Source source = new Source(event.partition(), event.offset());
        return outputs.stream().filter(output -> source.equals(output.source())).count();
    }

    /** Replaces a header of the last forecast. */
    private void spoil(String header, ByteBuffer value) {
        Output forecast = last(Sink.FORECASTS);
        Map<String, ByteBuffer> headers = new HashMap<>(forecast.content().headers());
        assertThat(headers.put(header, value)).isNotNull();
        Output.Content content =
                new Output.Content(forecast.content().key(), forecast.content().value(), headers);
        outputs.set(outputs.lastIndexOf(forecast), forecast.saying(content));
    }
}
