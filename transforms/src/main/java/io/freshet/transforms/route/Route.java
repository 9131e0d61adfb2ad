package io.freshet.transforms.route;

import io.freshet.transforms.expression.ExpressionException;
import io.freshet.transforms.metrics.Counted;
import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.metrics.SharedCounts;
import io.freshet.transforms.record.ConfiguredTransformation;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.ProgressRecord;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Sends each record to the topic that an expression gives, or to that of the first case which is true of it. In a sink
 * connector the topic is what the connector takes for the record's: the name of its table, index or file; Connect's offsets
 * and dead letter queue keep to the topic that it came from.
 *
 * @param <R> the type of record, of a source or a sink
 */
public abstract class Route<R extends ConnectRecord<R>> extends ConfiguredTransformation<R, Route.Rule> {

    /** The header of a record of which no topic could be told, where {@code on.error=tag}; its value says why. */
    static final String ERROR_HEADER = "freshet.route.error";

    private Route() {
        super(RouteConfig.DEFINITION);
    }

    /** Decides by the whole record. */
    @SuppressWarnings("JavaLangClash") // Kafka's word, after the part of a record that a transformation is about
    public static final class Record<R extends ConnectRecord<R>> extends Route<R> {}

    @Override
    @SuppressWarnings("NullAway") // Connect's interface says nothing of nulls; one is a record that goes no further
    public R apply(R record) {
        Rule rule = configured();
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
    protected Rule configured(Map<String, ?> settings) {
        RouteConfig config = new RouteConfig(settings);
        Topics topics = config.topics();
        return new Rule(
                topics,
                topics.askForValue() && !config.evaluatesNull(),
                config.onError(),
                SharedCounts.acquire(Metric.Group.ROUTE, config.metricsName()));
    }

    /** All that the settings make. */
    record Rule(Topics topics, boolean skipsNull, Fallback onError, RecordCounts counts) implements Counted {}
}
