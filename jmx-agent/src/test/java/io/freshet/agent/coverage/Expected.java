package io.freshet.agent.coverage;

import java.util.Map;

/**
 * What one attribute of an MBean must look like on the page.
 *
 * @param key the entry of the catalogue that would explain it
 * @param sample the name of its sample
 * @param labels the labels of its sample
 * @param value what JMX says, in the unit of the page; a text's sample has 1
 */
record Expected(String key, String sample, Map<String, String> labels, double value) {
    String series() {
        return sample + labels;
    }
}
