package io.streamgauge.http;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the service shows.
 *
 * @param title name of the forecast stream
 * @param metrics the present scrape, as Prometheus text
 * @param live what the page and the REST interface show; none for a process that has metrics and health alone
 */
public record HttpSources(
        String title,
        Supplier<String> metrics,
        Supplier<Health> health,
        @Nullable LiveSources live) {}
