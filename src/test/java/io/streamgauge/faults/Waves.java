package io.streamgauge.faults;

import io.streamgauge.wire.EventWriter;
import java.util.Random;

/** Values on calm waves with noise, now and then in an episode. */
record Waves(Random random) implements Traffic.Events {

    private static final EventWriter WRITER = new EventWriter("/time", "/value");

    @Override
    public byte[] event(int key, long turn, long time) {
        boolean episode = key % 5 == 0 && turn % 60 > 55;
        double value = 10 + key % 7 + 3 * Math.sin((turn + key) / 8.0) + random.nextDouble() + (episode ? 80 : 0);
        return WRITER.write(time, value);
    }
}
