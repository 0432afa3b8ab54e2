package io.streamgauge.app;

import io.streamgauge.wire.ForecastRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the forecasts topic has brought so far: a count, and the records themselves where they are kept. */
final class ForecastLog {

    private static final String HEADER = "key,time,target_time,horizon,yhat,yhat_median,yhat_lower,yhat_upper";

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
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(HEADER);
            out.newLine();
            for (ForecastRecord record : records()) {
                write(out, record);
            }
        } catch (IOException e) {
            throw new UserError("--forecasts: " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static void write(BufferedWriter out, ForecastRecord record) throws IOException {
        for (int j = 0; j < record.horizon().length; j++) {
            out.write(String.join(
                    ",",
                    quoted(record.key()),
                    Instant.ofEpochMilli(record.time()).toString(),
                    record.targetTime()[j] == 0
                            ? ""
                            : Instant.ofEpochMilli(record.targetTime()[j]).toString(),
                    Integer.toString(record.horizon()[j]),
                    Double.toString(record.yhat()[j]),
                    Double.toString(record.yhatMedian()[j]),
                    Double.toString(record.yhatLower()[j]),
                    Double.toString(record.yhatUpper()[j])));
            out.newLine();
        }
    }

    private static String quoted(String key) {
        return key.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + key.replace("\"", "\"\"") + '"'
                : key;
    }
}
