package io.freshet.agent.coverage;

import io.freshet.agent.catalogue.CatalogueEntry;
import io.freshet.agent.catalogue.Names;
import io.freshet.local.KafkaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;

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

    private final KafkaVersion version;
    private final Map<String, CatalogueEntry> entries;

    /** The entries by their keys say what is there in seconds as well. */
    Expectation(KafkaVersion version, Map<String, CatalogueEntry> entries) {
        this.version = version;
        this.entries = entries;
    }

    List<Expected> of(Bean bean) {
        List<Expected> all = new ArrayList<>();
        if (bean.isOne()) {
            one(bean, new Series(bean.name(), all));
        } else if (!isOutsideOfRegistries(bean)) {
            bean.attributes().forEach((attribute, value) -> attribute(bean, attribute, value, all));
        }
        return all;
    }

    /** Kafka's AppInfoParser has an MBean of its own, besides the same in the registry. */
    private static boolean isOutsideOfRegistries(Bean bean) {
        return bean.type().equals("app-info") && bean.attributes().containsKey("CommitId");
    }

    private void one(Bean bean, Series series) {
        series.key = bean.domain() + ":type=" + bean.type() + ",name=" + bean.metric();
        series.labels = bean.labels();
        Map<String, Object> values = bean.attributes();
        String name = bean.metric();
        if (values.containsKey("Value")) {
            value(series, family(bean, percent(name)), values.get("Value"));
        } else if (values.containsKey("50thPercentile")) {
            distribution(series, family(bean, percent(name)), values);
        } else if (!values.containsKey("MeanRate")) {
            number(series, "gauge", family(bean, name), number(values, "Count"));
        } else if (values.get("RateUnit") == TimeUnit.NANOSECONDS) {
            idleTime(bean, series, number(values, "Count"));
        } else {
            number(series, "counter", family(bean, name.replaceAll("PerSec$", "")) + "_total", number(values, "Count"));
        }
    }

    private void idleTime(Bean bean, Series series, double nanoseconds) {
        String stem = bean.metric().replaceAll("PerSec$", "").replaceAll("Percent$", "");
        // Broker and controller of this version, in one process, both add to it as if each were alone.
        boolean addedUp = version == KafkaVersion.V3_9 && stem.equals("RequestHandlerAvgIdle");
        series.add(Expected.SHARE, family(bean, stem) + "_percent", series.labels, Double.NaN);
        series.key += "#seconds";
        String seconds = family(bean, stem) + "_seconds_total";
        series.add("counter", seconds, series.labels, nanoseconds * 1e-9 / (addedUp ? 2 : 1));
    }

    private void attribute(Bean bean, String attribute, Object value, List<Expected> all) {
        String group = bean.type();
        Series series = new Series(bean.name(), all);
        series.labels = new TreeMap<>(bean.labels());
        if (bean.domain().equals("kafka.server") && QUOTAS.contains(group)) {
            series.labels.put("resource", group);
            group = "quota";
        }
        boolean absent = value instanceof Double number
                && number.isNaN()
                && ABSENT.stream().anyMatch(attribute::startsWith);
        if (!absent) {
            series.key = bean.domain() + ":type=" + group + "#" + attribute;
            value(series, lower(bean.domain() + "_" + group + "_" + attribute), value);
        }
    }

    private void value(Series series, String family, Object value) {
        if (value instanceof Number number) {
            boolean percent = SHARES.contains(family);
            number(series, type(series.key), family, percent ? number.doubleValue() / 100 : number.doubleValue());
        } else if (value instanceof Boolean truth) {
            series.add("gauge", family, series.labels, truth ? 1 : 0);
        } else if (family.endsWith("_connector_type")) {
            // Of a class that only the worker has, so JMX cannot say it here.
            series.add("info", family + "_info", series.labels, 1);
        } else if (value instanceof CharSequence || value instanceof Enum) {
            text(series, family, value.toString());
        }
    }

    private String type(String key) {
        CatalogueEntry entry = entries.get(key);
        if (!key.endsWith("-total")) {
            return "gauge";
        }
        return entry == null ? Expected.NUMBER_OR_COUNTER : entry.type().name().toLowerCase(Locale.ROOT);
    }

    private static void text(Series series, String family, String text) {
        String cut = text.length() > 256 ? text.substring(0, 256) : text;
        if (STATES.contains(family)) {
            series.add("stateset", family, with(series.labels, family, cut), 1);
        } else {
            series.add("info", family + "_info", with(series.labels, "value", cut), 1);
        }
    }

    private void number(Series series, String type, String sample, double value) {
        series.add(type, sample, series.labels, value);
        CatalogueEntry entry = entries.get(series.key);
        if (entry != null && entry.alsoInSeconds()) {
            series.add(type, Names.inSeconds(Names.of(entry)).sample(), series.labels, value * inSeconds(entry));
        }
    }

    private void distribution(Series series, String family, Map<String, Object> values) {
        distribution(series, family, values, 1);
        CatalogueEntry entry = entries.get(series.key);
        if (entry != null && entry.alsoInSeconds()) {
            String inSeconds = Names.inSeconds(Names.of(entry)).sample();
            distribution(series, inSeconds, values, inSeconds(entry));
        }
    }

    private static void distribution(Series series, String family, Map<String, Object> values, double factor) {
        double count = number(values, "Count");
        series.add("summary", family + "_count", series.labels, count);
        series.add("summary", family + "_sum", series.labels, count * number(values, "Mean") * factor);
        if (count > 0) {
            QUANTILES.forEach((attribute, quantile) -> series.add(
                    "summary", family, with(series.labels, "quantile", quantile), number(values, attribute) * factor));
        }
    }

    private static double inSeconds(CatalogueEntry entry) {
        return entry.unit().startsWith("nano") ? 1e-9 : 1e-3;
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

    /** What the series of one attribute have in common. */
    private static final class Series {
        private final ObjectName bean;
        private final List<Expected> all;
        private String key = "";
        private Map<String, String> labels = Map.of();

        Series(ObjectName bean, List<Expected> all) {
            this.bean = bean;
            this.all = all;
        }

        void add(String type, String sample, Map<String, String> with, double value) {
            all.add(new Expected(bean, key, type, sample, with, value));
        }
    }
}
