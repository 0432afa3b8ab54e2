/**
 * Where alerts go: Alertmanager and webhooks, fed from the topics of anomalies and episodes.
 *
 * <p>Readers of their own, behind the topics: nothing here can hold the topology up.
 */
@NullMarked
package io.streamgauge.alert;

import org.jspecify.annotations.NullMarked;
