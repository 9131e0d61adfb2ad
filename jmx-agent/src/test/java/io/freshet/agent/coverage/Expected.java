package io.freshet.agent.coverage;

import java.util.Map;
import javax.management.ObjectName;

/**
 * What one attribute of an MBean must look like on the page.
 *
 * @param bean the MBean
 * @param key the entry of the catalogue that would explain it
 * @param type the type of its family
 * @param sample the name of its sample
 * @param labels the labels of its sample
 * @param value what JMX says, in the unit of the page; a text's sample has 1; NaN for a {@link #SHARE}
 */
record Expected(ObjectName bean, String key, String type, String sample, Map<String, String> labels, double value) {
    /** The type of a number that is a counter where its registry knows that it only grows, which JMX does not tell. */
    static final String NUMBER_OR_COUNTER = "gauge or counter";

    /** The type of a share of time that JMX does not have: only its bounds are known. */
    static final String SHARE = "share of time";

    String series() {
        return sample + labels;
    }

    /** The name of its family in OpenMetrics. */
    String family() {
        return switch (type) {
            case "summary" -> sample.replaceAll("_(count|sum)$", "");
            case "counter", NUMBER_OR_COUNTER -> sample.replaceAll("_total$", "");
            case "info" -> sample.replaceAll("_info$", "");
            default -> sample;
        };
    }
}
