package io.freshet.agent.coverage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * One process, its MBeans against its page.
 *
 * <p>At first everything is read at once, and a value counts as right when JMX says the same before and after the page was
 * read. What moved in between is then looked at MBean by MBean, within milliseconds, until it lies between what JMX says
 * before and after: a wrong one never does.
 */
final class Comparison {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Sums and seconds are computed from what JMX has, so that the last digits differ. */
    private static final double ROUNDING = 1e-12;

    private final JmxPort jmx;
    private final int port;
    private final Expectation rule;

    private final Map<String, Expected> expected = new HashMap<>();
    private final Map<String, String> wrong = new TreeMap<>();
    private final Map<ObjectName, List<Expected>> open = new HashMap<>();
    private final Set<String> right = new HashSet<>();
    private final Set<String> exposed = new HashSet<>();
    private Set<String> unexplained = Set.of();

    private Comparison(JmxPort jmx, int port, Expectation rule) {
        this.jmx = jmx;
        this.port = port;
        this.rule = rule;
    }

    static Comparison of(JmxPort jmx, int port, Expectation rule) throws IOException, JMException {
        Comparison comparison = new Comparison(jmx, port, rule);
        comparison.compareAtOnce();
        comparison.compareOneByOne();
        return comparison;
    }

    /** The keys of all that JMX has. */
    Set<String> registered() {
        return expected.values().stream().map(Expected::key).collect(Collectors.toSet());
    }

    /** What JMX has, as it must look. */
    Collection<Expected> expected() {
        return expected.values();
    }

    /** The keys of which a series was seen that is right. */
    Set<String> exposed() {
        return exposed;
    }

    /** How many series were right. */
    int series() {
        return right.size();
    }

    /** Series that were missing or different each time, with what JMX had before and after. */
    Map<String, String> wrong() {
        return wrong;
    }

    /** Series of Kafka on the page that JMX does not have. */
    Set<String> unexplained() {
        return unexplained;
    }

    private void compareAtOnce() throws IOException, JMException {
        Map<String, Expected> before = bySeries(jmx.beans());
        Page page = Page.whole(port);
        Map<String, Expected> after = bySeries(jmx.beans());
        before.values().forEach(was -> compare(was, page, after.get(was.series()), Comparison::isEqual));
        unexplained = new TreeSet<>(page.series());
        unexplained.removeAll(before.keySet());
        unexplained.removeAll(after.keySet());
    }

    private void compareOneByOne() throws IOException, JMException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0 && !(open.isEmpty() && unexplained.isEmpty())) {
            for (Map.Entry<ObjectName, List<Expected>> moving : List.copyOf(open.entrySet())) {
                open.remove(moving.getKey());
                compare(moving.getKey(), moving.getValue());
            }
            lookForUnexplained();
        }
    }

    private void compare(ObjectName name, List<Expected> moving) throws IOException, JMException {
        Map<String, Expected> before = bySeries(jmx.bean(name));
        Page page = Page.of(port, moving.stream().map(Expected::sample).collect(Collectors.toSet()));
        Map<String, Expected> after = bySeries(jmx.bean(name));
        for (Expected one : moving) {
            wrong.remove(one.series());
            Expected was = before.get(one.series());
            if (was != null) {
                compare(was, page, after.get(was.series()), Comparison::isEqualOrBetween);
            }
        }
    }

    /** What came between the first look and the page, or is going. */
    private void lookForUnexplained() throws IOException, JMException {
        if (!unexplained.isEmpty()) {
            Set<String> still = new TreeSet<>(Page.whole(port).series());
            still.retainAll(unexplained);
            still.removeAll(bySeries(jmx.beans()).keySet());
            unexplained = still;
        }
    }

    private void compare(Expected was, Page page, @Nullable Expected is, Judgement judgement) {
        expected.put(was.series(), was);
        if (is == null || right.contains(was.series())) {
            return; // Gone while the page was read, or one of two with the same name, of which the other is on the
            // page.
        }
        Double scraped = page.value(was);
        if (scraped != null && judgement.isRight(was, scraped, is)) {
            right.add(was.series());
            exposed.add(was.key());
        } else {
            wrong.put(was.series(), "JMX " + was.value() + " to " + is.value() + ", page " + scraped);
            open.computeIfAbsent(was.bean(), first -> new ArrayList<>()).add(was);
        }
    }

    private static boolean isEqual(Expected was, double scraped, Expected is) {
        boolean stoodStill = Double.compare(was.value(), is.value()) == 0;
        return stoodStill && isEqualOrBetween(was, scraped, is);
    }

    private static boolean isEqualOrBetween(Expected was, double scraped, Expected is) {
        if (was.type().equals(Expected.SHARE)) {
            return scraped >= 0 && scraped <= 1;
        }
        if (!Double.isFinite(was.value()) || !Double.isFinite(is.value())) {
            return Double.compare(was.value(), scraped) == 0 && Double.compare(is.value(), scraped) == 0;
        }
        double lower = Math.min(was.value(), is.value());
        double upper = Math.max(was.value(), is.value());
        double rounding = ROUNDING * Math.max(Math.abs(lower), Math.abs(upper));
        return scraped >= lower - rounding && scraped <= upper + rounding;
    }

    /** Whether a value on the page is that of JMX, which was read before and after. */
    private interface Judgement {
        boolean isRight(Expected was, double scraped, Expected is);
    }

    private Map<String, Expected> bySeries(Collection<Bean> beans) {
        Map<String, Expected> all = new HashMap<>();
        beans.forEach(bean -> rule.of(bean).forEach(one -> all.putIfAbsent(one.series(), one)));
        return all;
    }
}
