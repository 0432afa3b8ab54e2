/**
 * Configuration: one definition per key that parses, validates and documents it, and the immutable records that come out.
 *
 * <p>Every default of the project lives here and nowhere else. No clock, no network, and no other room is imported.
 */
@NullMarked
package io.streamgauge.config;

import org.jspecify.annotations.NullMarked;
