package io.freshet.agent.coverage;

import io.freshet.agent.text.Sample;
import io.freshet.agent.text.Scrape;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * One process, its MBeans against its page. What moves is read before and after the scrape and may lie between, or near;
 * what was read at a bad moment is read again.
 */
final class Comparison {
    private static final int MOST_ROUNDS = 8;

    /** Shares and averages over a window of seconds move on while the page is read. */
    private static final double NEAR = 0.05;

    /** Keys of the catalogue with a series that was there and equal. */
    private final Set<String> exposed = new HashSet<>();

    private final Set<String> equal = new HashSet<>();
    private final Map<String, String> unequal = new TreeMap<>();
    private final Set<String> registered = new TreeSet<>();
    private Set<String> unexplained = new TreeSet<>();

    private Comparison() {}

    static Comparison of(JmxPort jmx, int agentPort) throws IOException, JMException {
        Comparison comparison = new Comparison();
        for (int round = 0; round < MOST_ROUNDS && (round == 0 || !comparison.unequal.isEmpty()); round++) {
            comparison.round(jmx, agentPort);
        }
        return comparison;
    }

    /** The keys of all that JMX has. */
    Set<String> registered() {
        return registered;
    }

    /** The keys of which a series was seen that is equal. */
    Set<String> exposed() {
        return exposed;
    }

    /** Series that were missing or different each time, with what JMX had before and after. */
    Map<String, String> unequal() {
        return unequal;
    }

    /** Series of Kafka on the page that JMX does not have. */
    Set<String> unexplained() {
        return unexplained;
    }

    private void round(JmxPort jmx, int agentPort) throws IOException, JMException {
        Map<ObjectName, Bean> before = jmx.beans();
        Map<String, Double> page = page(Scrape.text(agentPort));
        Map<String, Expected> after = expected(jmx.beans());
        unequal.clear();
        Map<String, Expected> first = expected(before);
        first.forEach((series, was) -> compare(was, page.get(series), after.get(series)));
        unexplained = new TreeSet<>(page.keySet());
        unexplained.removeAll(first.keySet());
        unexplained.removeAll(after.keySet());
        unexplained.removeIf(Comparison::isMore);
    }

    private void compare(Expected was, @Nullable Double scraped, @Nullable Expected is) {
        registered.add(was.key());
        if (is == null || equal.contains(was.series())) {
            return; // Gone while the page was read, or seen to be equal.
        }
        if (scraped != null && lies(scraped, was.value(), is.value())) {
            equal.add(was.series());
            exposed.add(was.key());
        } else {
            unequal.put(was.series(), "JMX " + was.value() + " to " + is.value() + ", page " + scraped);
        }
    }

    private static boolean lies(double scraped, double before, double after) {
        if (Double.isNaN(before) || Double.isNaN(after)) {
            return Double.isNaN(scraped) || scraped == before || scraped == after;
        }
        if (Double.isInfinite(scraped)) {
            return scraped == before || scraped == after;
        }
        double room = NEAR * Math.max(Math.abs(before), Math.abs(after)) + 1e-9;
        return scraped >= Math.min(before, after) - room && scraped <= Math.max(before, after) + room;
    }

    private static Map<String, Expected> expected(Map<ObjectName, Bean> beans) {
        Map<String, Expected> all = new HashMap<>();
        for (Bean bean : beans.values()) {
            for (Expected expected : Expectation.of(bean)) {
                // Two clients with one id: which of them is on the page depends on who was first.
                all.putIfAbsent(expected.series(), expected);
            }
        }
        return all;
    }

    /** The samples of Kafka, without sums and the states of a set that are not the one. */
    private static Map<String, Double> page(Scrape scrape) {
        Map<String, Double> samples = new HashMap<>();
        scrape.families().values().forEach(family -> {
            for (Sample sample : family.samples()) {
                boolean otherState = sample.labels().containsKey(family.name()) && sample.value() == 0;
                boolean sum = family.type().equals("summary") && sample.name().endsWith("_sum");
                if (sample.name().startsWith("kafka_") && !otherState && !sum) {
                    samples.put(sample.name() + labels(sample), sample.value());
                }
            }
        });
        return samples;
    }

    private static Map<String, String> labels(Sample sample) {
        Map<String, String> labels = new TreeMap<>(sample.labels());
        if (sample.name().endsWith("_connector_type_info")) {
            // Of a class that this process does not have, so JMX cannot say it here.
            labels.remove("value");
        }
        return labels;
    }

    /** What JMX does not have: the same in seconds, and the share of time beside idle seconds. */
    private static boolean isMore(String series) {
        String name = series.substring(0, series.indexOf('{'));
        return name.matches(".*_seconds(_total|_count)?|.*(avgidle|blocked)_percent");
    }
}
