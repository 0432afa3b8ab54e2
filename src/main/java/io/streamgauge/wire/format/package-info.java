/**
 * Events in other formats than JSON, made JSON: lines of CSV, and Avro and Protobuf as they are framed with a schema
 * registry's ids.
 *
 * <p>No network: where schemas come from is an interface.
 */
@NullMarked
package io.streamgauge.wire.format;

import org.jspecify.annotations.NullMarked;
