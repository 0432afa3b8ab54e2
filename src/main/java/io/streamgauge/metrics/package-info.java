/**
 * Every meter once, with its name, unit and meaning.
 *
 * <p>Other rooms call typed methods and never see Micrometer. No label takes its values from the data.
 */
@NullMarked
package io.streamgauge.metrics;

import org.jspecify.annotations.NullMarked;
