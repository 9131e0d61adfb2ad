package io.freshet.agent.metric;

import java.util.Locale;

/** The types of Prometheus that the agent uses. */
public enum FamilyType {
    GAUGE,
    COUNTER,
    SUMMARY,
    /** Only of those that the host keeps itself. */
    HISTOGRAM,
    /** A gauge of 1 whose label {@code value} carries a text. */
    INFO,
    /** A gauge for each state that there can be, 1 for the one that is; the label with the state is called as the family. */
    STATESET;

    /** As OpenMetrics writes it. */
    public String openMetricsName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As the text format 0.0.4 writes it. */
    public String textName() {
        return this == INFO || this == STATESET ? GAUGE.openMetricsName() : openMetricsName();
    }
}
