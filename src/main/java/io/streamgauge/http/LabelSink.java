package io.streamgauge.http;

import io.streamgauge.wire.RejectedEventException;

/** Where labels go that a person gives on the page. */
public interface LabelSink {

    /**
     * Hands on what a person says about a stretch of a key's values, and returns once it is kept.
     *
     * @param label as it stands on the labels topic
     * @throws RejectedEventException if key or label are none, with what was found and what is expected
     */
    void give(String key, byte[] label) throws RejectedEventException;
}
