/** What tests of several rooms share. */
@NullMarked
package io.streamgauge.testing;

import org.jspecify.annotations.NullMarked;
