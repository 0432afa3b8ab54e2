package io.streamgauge.app;

import io.streamgauge.backtest.ForecastCsv;
import io.streamgauge.wire.CsvWriter;
import io.streamgauge.wire.ForecastRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the forecasts topic has brought so far: a count, and the records themselves where they are kept. */
final class ForecastLog {

    private final boolean keeping;
    private final List<ForecastRecord> records;
    private long count;

    /**
     * @param keeping whether the records are kept
     * @param expected events that are expected
     */
    ForecastLog(boolean keeping, long expected) {
        this.keeping = keeping;
        records = new ArrayList<>(keeping ? (int) expected : 0);
    }

    synchronized void add(ForecastRecord forecast) {
        count++;
        if (keeping) {
            records.add(forecast);
        }
    }

    synchronized long count() {
        return count;
    }

    boolean isKeeping() {
        return keeping;
    }

    /** The records kept, by time and key. */
    synchronized List<ForecastRecord> records() {
        List<ForecastRecord> sorted = new ArrayList<>(records);
        sorted.sort(Comparator.comparingLong(ForecastRecord::time).thenComparing(ForecastRecord::key));
        return sorted;
    }

    /** Writes the forecasts as CSV, a row per event and horizon. */
    void write(Path file) {
        try (CsvWriter out = CsvWriter.create(file, ForecastCsv.HEADER)) {
            for (ForecastRecord record : records()) {
                write(out, record);
            }
        }
    }

    private static void write(CsvWriter out, ForecastRecord record) {
        for (int j = 0; j < record.horizon().length; j++) {
            long target = record.targetTime()[j];
            out.text(record.key())
                    .text(Instant.ofEpochMilli(record.time()).toString())
                    .text(target == 0 ? "" : Instant.ofEpochMilli(target).toString())
                    .number(record.horizon()[j])
                    .number(record.yhat()[j])
                    .number(record.yhatMedian()[j])
                    .number(record.yhatLower()[j])
                    .number(record.yhatUpper()[j])
                    .endRow();
        }
    }
}
