package io.streamgauge.learn;

/** What an {@link Optimizer} remembers between steps. */
public sealed interface OptimizerState permits SgdState, RmsPropState, AdamState {}
