package io.streamgauge.wire;

import com.fasterxml.jackson.core.io.SerializedString;

/** The names of a forecast record's fields, as {@link ForecastRecord} tells what they mean; in bytes once and for all. */
final class ForecastFields {

    static final SerializedString KEY = new SerializedString("key");
    static final SerializedString TIME = new SerializedString("time");
    static final SerializedString Y = new SerializedString("y");
    static final SerializedString STATUS = new SerializedString("status");
    static final SerializedString PROGRESS = new SerializedString("progress");
    static final SerializedString GENERATION = new SerializedString("generation");
    static final SerializedString MODEL_VERSION = new SerializedString("model_version");
    static final SerializedString YHAT = new SerializedString("yhat");
    static final SerializedString YHAT_MEDIAN = new SerializedString("yhat_median");
    static final SerializedString YHAT_LOWER = new SerializedString("yhat_lower");
    static final SerializedString YHAT_UPPER = new SerializedString("yhat_upper");
    static final SerializedString COVERAGE = new SerializedString("coverage");
    static final SerializedString BANDS = new SerializedString("bands");
    static final SerializedString LOWER = new SerializedString("lower");
    static final SerializedString UPPER = new SerializedString("upper");
    static final SerializedString HORIZON = new SerializedString("horizon");
    static final SerializedString TARGET_TIME = new SerializedString("target_time");
    static final SerializedString PREVIOUS = new SerializedString("previous");
    static final SerializedString RESIDUAL = new SerializedString("residual");
    static final SerializedString EXPERTS = new SerializedString("experts");
    static final SerializedString ANOMALY_SCORE = new SerializedString("anomaly_score");
    static final SerializedString ANOMALY_SHARE = new SerializedString("anomaly_share");
    static final SerializedString ALERT_SCORE = new SerializedString("alert_score");
    static final SerializedString ANOMALY_GRADE = new SerializedString("anomaly_grade");
    static final SerializedString EXPECTED = new SerializedString("expected");
    static final SerializedString REASON = new SerializedString("reason");
    static final SerializedString IMPUTED = new SerializedString("imputed");
    static final SerializedString SKILL = new SerializedString("skill");
    static final SerializedString TARGETS = new SerializedString("targets");
    static final SerializedString OUTCOME = new SerializedString("outcome");
    static final SerializedString NAME = new SerializedString("name");
    static final SerializedString PROBABILITY = new SerializedString("probability");
    static final SerializedString COVARIATES = new SerializedString("covariates");
    static final SerializedString CATEGORIES = new SerializedString("categories");

    private ForecastFields() {}
}
