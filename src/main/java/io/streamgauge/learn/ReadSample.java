package io.streamgauge.learn;

/**
 * A sample as it has been read from records that can be read again.
 *
 * @param origin of the first record that it was made of
 */
public record ReadSample(TrainingSample sample, long origin) {}
