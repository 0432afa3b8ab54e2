package io.streamgauge.app;

import io.streamgauge.wire.SourceEvent;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A made-up panel of many short, related daily series: products of a catalogue, each sold for some months, whose
 * campaigns bring orders a week or two later.
 *
 * <p>Product i comes on day i and has as many events as all others, so that old and new ones are on sale at any time. An
 * event holds the day's orders, the day's campaign as covariate and the department as category; {@link PanelProduct} has
 * the equation. Events come by day, and within a day by product.
 *
 * <p>The same settings give the same events on any machine.
 */
final class Panel implements Iterator<SourceEvent> {

    /**
     * What the panel is like.
     *
     * @param keys products
     * @param events days that each is sold
     */
    record Settings(int keys, int events, long seed) {
        Settings {
            if (keys < 1 || events < 1) {
                throw new IllegalArgumentException(
                        "panel has " + keys + " keys of " + events + " events, expected at least 1 of each");
            }
        }
    }

    /** A Monday so long ago that no day of a panel of some thousand products is dated ahead of the clock, and refused. */
    private static final Instant BEGIN = Instant.parse("1996-01-01T00:00:00Z");

    private static final long DAY_MILLIS = 86_400_000;

    private final Settings settings;
    private final PanelProduct[] products;
    private int day;
    private int product;

    Panel(Settings settings) {
        this.settings = settings;
        products = new PanelProduct[settings.keys()];
        for (int i = 0; i < products.length; i++) {
            products[i] = new PanelProduct(i, settings.seed());
        }
    }

    /** Events of the whole panel. */
    long size() {
        return (long) settings.keys() * settings.events();
    }

    /** Whether the last product's last day is still to come. */
    @Override
    public boolean hasNext() {
        return product < products.length;
    }

    @Override
    public SourceEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the panel has ended");
        }
        Instant time = BEGIN.plusMillis(day * DAY_MILLIS);
        SourceEvent event = products[product].sell(time.toEpochMilli(), time.toString());
        advance();
        return event;
    }

    /** Products are sold from day i to day i + events − 1: the next one of today, or the oldest one of tomorrow. */
    private void advance() {
        product++;
        if (product > day || product == products.length) {
            day++;
            product = Math.max(0, day - settings.events() + 1);
        }
    }
}
