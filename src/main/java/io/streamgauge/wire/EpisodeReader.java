package io.streamgauge.wire;

import java.util.List;

/** The reader of episode records, for whatever shows or sends them on; see {@link EpisodeRecord}. */
public final class EpisodeReader {

    private EpisodeReader() {}

    /** The change that a record of the anomalies topic tells. */
    public static EpisodeRecord read(byte[] bytes) throws WireFormatException {
        return EpisodeRecord.read(bytes);
    }

    /** The open episodes that a record of the episodes topic tells. */
    public static List<EpisodeRecord> readOpen(byte[] bytes) throws WireFormatException {
        return EpisodeRecord.readOpen(bytes);
    }
}
