package io.streamgauge.http;

import java.util.function.Supplier;

/**
 * What the service shows.
 *
 * @param title name of the forecast stream
 * @param metrics the present scrape, as Prometheus text
 */
public record HttpSources(
        String title, History history, ModelHistory models, Supplier<String> metrics, Supplier<Health> health) {}
