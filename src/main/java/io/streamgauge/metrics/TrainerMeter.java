package io.streamgauge.metrics;

/** The meters of a trainer. */
enum TrainerMeter implements Meter {
    WINDOWS(Kind.COUNTER, "streamgauge_trainer_windows_total", "windows", "Windows trained on."),
    WINDOWS_REJECTED(
            Kind.COUNTER,
            "streamgauge_trainer_windows_rejected_total",
            "windows",
            "Windows that failed a check and were not trained on.",
            "reason"),
    WINDOW_LAG(
            Kind.GAUGE,
            "streamgauge_trainer_window_lag",
            "windows",
            "Windows on the topic that the trainer has not consumed yet."),
    BLOCKS(Kind.COUNTER, "streamgauge_trainer_blocks_total", "blocks", "Blocks of windows trained on."),
    UPDATES_SKIPPED(
            Kind.COUNTER,
            "streamgauge_trainer_updates_skipped_total",
            "updates",
            "Weight updates skipped because the loss or a gradient was not finite."),
    LOSS(Kind.GAUGE, "streamgauge_trainer_loss", "loss", "Mean training loss of the last block."),
    GRADIENT_NORM(
            Kind.GAUGE,
            "streamgauge_trainer_gradient_norm",
            "norm",
            "Mean norm of a layer's gradient in the last block, before clipping.",
            "layer"),
    GLOBAL_GRADIENT_NORM(
            Kind.GAUGE,
            "streamgauge_trainer_global_gradient_norm",
            "norm",
            "Mean norm of the whole gradient in the last block, before clipping."),
    CLIPPED_GRADIENT_NORM(
            Kind.GAUGE,
            "streamgauge_trainer_clipped_gradient_norm",
            "norm",
            "Mean norm of the whole gradient in the last block, after clipping."),
    UPDATE_NORM(
            Kind.GAUGE,
            "streamgauge_trainer_update_norm",
            "norm",
            "Mean norm of the change that an update made to the weights in the last block."),
    CLIPPED(
            Kind.GAUGE,
            "streamgauge_trainer_clipped_ratio",
            "ratio",
            "Share of the last block's updates whose gradient was clipped."),
    LEARNING_RATE(Kind.GAUGE, "streamgauge_trainer_learning_rate", "rate", "Learning rate of the last block."),
    DRIFTS(
            Kind.COUNTER,
            "streamgauge_trainer_drifts_total",
            "drifts",
            "Times that the champion's loss on fresh windows rose clearly above its level."),
    PROMOTIONS(Kind.COUNTER, "streamgauge_trainer_promotions_total", "versions", "Versions that passed the gate."),
    REJECTIONS(
            Kind.COUNTER,
            "streamgauge_trainer_rejections_total",
            "versions",
            "Candidate weights that the promotion gate turned down."),
    ROLLBACKS(
            Kind.COUNTER,
            "streamgauge_trainer_rollbacks_total",
            "versions",
            "Champions that degraded on later windows and gave way to the version before them."),
    RESTARTS(
            Kind.COUNTER,
            "streamgauge_trainer_restarts_total",
            "restarts",
            "Times that training went on from the champion, the trained weights being given up."),
    VERSION(Kind.GAUGE, "streamgauge_trainer_version", "version", "Version of the weights in charge.");

    private final Spec spec;

    TrainerMeter(Kind kind, String prometheusName, String unit, String description, String... labels) {
        spec = new Spec(kind, prometheusName, unit, description, labels);
    }

    @Override
    public Spec spec() {
        return spec;
    }
}
