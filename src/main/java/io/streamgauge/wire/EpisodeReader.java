package io.streamgauge.wire;

/** The reader of episode records, for whatever shows or sends them on; see {@link EpisodeRecord}. */
public final class EpisodeReader {

    private EpisodeReader() {}

    public static EpisodeRecord read(byte[] bytes) throws WireFormatException {
        return EpisodeRecord.read(bytes);
    }
}
