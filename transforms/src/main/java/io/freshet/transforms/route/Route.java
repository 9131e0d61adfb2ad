package io.freshet.transforms.route;

import io.freshet.transforms.expression.ExpressionException;
import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.metrics.SharedCounts;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.PluginVersion;
import io.freshet.transforms.record.ProgressRecord;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Sends each record to the topic that an expression gives, or to that of the first case which is true of it. In a sink
 * connector the topic is what the connector takes for the record's: the name of its table, index or file; Connect's offsets
 * and dead letter queue keep to the topic that it came from.
 *
 * @param <R> the type of record, of a source or a sink
 */
public abstract class Route<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** The header of a record of which no topic could be told, where {@code on.error=tag}; its value says why. */
    static final String ERROR_HEADER = "freshet.route.error";

    private @Nullable Rule rule;

    private Route() {}

    /** Decides by the whole record. */
    @SuppressWarnings("JavaLangClash") // Kafka's word, after the part of a record that a transformation is about
    public static final class Record<R extends ConnectRecord<R>> extends Route<R> {}

    @Override
    @SuppressWarnings("NullAway") // Connect's interface says nothing of nulls; one is a record that goes no further
    public R apply(R record) {
        Rule rule = rule();
        if (ProgressRecord.is(record)) {
            return record;
        }
        if (rule.skipsNull() && record.value() == null) {
            return stayed(rule, record);
        }
        try {
            String topic = rule.topics().of(record);
            return topic.equals(record.topic()) ? stayed(rule, record) : routed(rule, record, topic);
        } catch (ExpressionException e) {
            rule.counts().increment(Metric.ROUTE_ERRORS);
            return rule.onError().take(record, ERROR_HEADER, String.valueOf(e.getMessage()), e);
        }
    }

    private R stayed(Rule rule, R record) {
        rule.counts().increment(Metric.ROUTE_STAYED);
        return record;
    }

    /** The number of a partition means nothing in another topic: a source's record gets one by its key. */
    private R routed(Rule rule, R record, String topic) {
        rule.counts().increment(Metric.ROUTE_ROUTED);
        return record.newRecord(
                topic,
                record instanceof SinkRecord ? record.kafkaPartition() : null,
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                record.headers());
    }

    @Override
    public ConfigDef config() {
        return RouteConfig.DEFINITION;
    }

    /**
     * Reads the settings and compiles the expressions.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a setting is wrong
     */
    @Override
    public void configure(Map<String, ?> settings) {
        close();
        RouteConfig config = new RouteConfig(settings);
        Topics topics = config.topics();
        rule = new Rule(
                topics,
                topics.askForValue() && !config.evaluatesNull(),
                config.onError(),
                SharedCounts.acquire(Metric.Group.ROUTE, config.metricsName()));
    }

    private Rule rule() {
        if (rule == null) {
            throw new IllegalStateException("Route is used before configure");
        }
        return rule;
    }

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void close() {
        if (rule != null) {
            rule.counts().close();
            rule = null;
        }
    }

    /** All that {@code configure} sets. */
    private record Rule(Topics topics, boolean skipsNull, Fallback onError, RecordCounts counts) {}
}
