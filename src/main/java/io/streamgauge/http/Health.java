package io.streamgauge.http;

import java.util.Map;

/**
 * How the service is.
 *
 * @param state one word for a person, such as {@code RUNNING}
 * @param details what a person would want to know next
 */
public record Health(boolean healthy, String state, Map<String, String> details) {
    public Health {
        details = Map.copyOf(details);
    }
}
