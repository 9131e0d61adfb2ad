package io.freshet.agent.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The naming rule once more, from its description in README.md: what an MBean must look like on the page. */
final class Expectation {
    private static final Map<String, String> QUANTILES = Map.of(
            "50thPercentile", "0.5",
            "75thPercentile", "0.75",
            "95thPercentile", "0.95",
            "98thPercentile", "0.98",
            "99thPercentile", "0.99",
            "999thPercentile", "0.999");

    private static final Set<String> QUOTAS = Set.of(
            "Produce",
            "Fetch",
            "Request",
            "ControllerMutation",
            "LeaderReplication",
            "FollowerReplication",
            "AlterLogDirsReplication");

    /** Texts of which all values are known. */
    private static final Set<String> STATES = Set.of(
            "kafka_connect_connector_metrics_status",
            "kafka_connect_connector_task_metrics_status",
            "kafka_server_raft_metrics_current_state",
            "kafka_streams_stream_metrics_state");

    /** Percent in Kafka, a share on the page. */
    private static final Set<String> SHARES = Set.of(
            "kafka_log_logcleaner_cleaner_recopy_percent", "kafka_log_logcleaner_max_buffer_utilization_percent");

    /** Absent where Kafka says NaN. */
    private static final Set<String> ABSENT = Set.of("records-lag", "records-lead");

    private final List<Expected> all = new ArrayList<>();

    private Expectation() {}

    static List<Expected> of(Bean bean) {
        Expectation expectation = new Expectation();
        if (bean.isOne()) {
            expectation.one(bean);
        } else if (!isOutsideOfRegistries(bean)) {
            bean.attributes().forEach((attribute, value) -> expectation.attribute(bean, attribute, value));
        }
        return expectation.all;
    }

    /** Kafka's AppInfoParser has an MBean of its own, besides the same in the registry. */
    private static boolean isOutsideOfRegistries(Bean bean) {
        return bean.type().equals("app-info") && bean.attributes().containsKey("CommitId");
    }

    private void one(Bean bean) {
        String key = bean.domain() + ":type=" + bean.type() + ",name=" + bean.metric();
        Map<String, Object> values = bean.attributes();
        String name = bean.metric();
        if (values.containsKey("Value")) {
            value(key, family(bean, percent(name)), bean.labels(), values.get("Value"));
        } else if (values.containsKey("50thPercentile")) {
            distribution(key, family(bean, percent(name)), bean.labels(), values);
        } else if (!values.containsKey("MeanRate")) {
            add(key, family(bean, name), bean.labels(), number(values, "Count"));
        } else if (values.get("RateUnit") == TimeUnit.NANOSECONDS) {
            String stem = name.replaceAll("PerSec$", "").replaceAll("Percent$", "");
            add(key + "#seconds", family(bean, stem) + "_seconds_total", bean.labels(), number(values, "Count") * 1e-9);
        } else {
            add(key, family(bean, name.replaceAll("PerSec$", "")) + "_total", bean.labels(), number(values, "Count"));
        }
    }

    private void attribute(Bean bean, String attribute, Object value) {
        String group = bean.type();
        Map<String, String> labels = new TreeMap<>(bean.labels());
        if (bean.domain().equals("kafka.server") && QUOTAS.contains(group)) {
            labels.put("resource", group);
            group = "quota";
        }
        boolean absent = value instanceof Double number
                && number.isNaN()
                && ABSENT.stream().anyMatch(attribute::startsWith);
        if (!absent) {
            String family = lower(bean.domain() + "_" + group + "_" + attribute);
            value(bean.domain() + ":type=" + group + "#" + attribute, family, labels, value);
        }
    }

    private void value(String key, String family, Map<String, String> labels, Object value) {
        if (value instanceof Number number) {
            add(key, family, labels, SHARES.contains(family) ? number.doubleValue() / 100 : number.doubleValue());
        } else if (value instanceof Boolean truth) {
            add(key, family, labels, truth ? 1 : 0);
        } else if (value instanceof CharSequence text) {
            boolean state = STATES.contains(family);
            String cut = text.length() > 256 ? text.toString().substring(0, 256) : text.toString();
            add(key, state ? family : family + "_info", with(labels, state ? family : "value", cut), 1);
        } else if (value == JmxPort.FOREIGN) {
            add(key, family + "_info", labels, 1);
        }
    }

    private void distribution(String key, String family, Map<String, String> labels, Map<String, Object> values) {
        double count = number(values, "Count");
        add(key, family + "_count", labels, count);
        if (count > 0) {
            QUANTILES.forEach((attribute, quantile) ->
                    add(key, family, with(labels, "quantile", quantile), number(values, attribute)));
        }
    }

    private void add(String key, String sample, Map<String, String> labels, double value) {
        all.add(new Expected(key, sample, labels, value));
    }

    private static double number(Map<String, Object> values, String attribute) {
        return ((Number) Objects.requireNonNull(values.get(attribute))).doubleValue();
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        Map<String, String> more = new TreeMap<>(labels);
        if (!value.isEmpty()) {
            more.put(name, value);
        }
        return more;
    }

    private static String family(Bean bean, String last) {
        return lower(bean.domain() + "_" + bean.type() + "_" + last);
    }

    private static String percent(String name) {
        return name.replaceAll("(?<=.)[-_]?[Pp]ercent$", "_percent");
    }

    private static String lower(String name) {
        return name.replaceAll("[^a-zA-Z0-9_]", "_").toLowerCase(Locale.ROOT);
    }
}
