/**
 * What a person or a scraper asks over HTTP: metrics, health, recent history as JSON, the live page.
 *
 * <p>Filled from the outputs alone; it never reads a topic and never touches a key's state.
 */
@NullMarked
package io.streamgauge.http;

import org.jspecify.annotations.NullMarked;
