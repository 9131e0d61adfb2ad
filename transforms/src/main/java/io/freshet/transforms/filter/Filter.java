package io.freshet.transforms.filter;

import io.freshet.transforms.expression.Expression;
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
import org.jspecify.annotations.Nullable;

/**
 * Lets records go on of which a condition is true, or the others. A record is never changed.
 *
 * <p>A plugin of the plain name would take Kafka's own {@code Filter} its alias, for all connectors of a worker.
 *
 * @param <R> the type of record, of a source or a sink
 */
public abstract class Filter<R extends ConnectRecord<R>> extends ConfiguredTransformation<R, Filter.Rule> {

    /** The header of a record of which the condition was neither true nor false, where {@code on.error=tag}; it says why. */
    static final String ERROR_HEADER = "freshet.filter.error";

    private Filter() {
        super(FilterConfig.DEFINITION);
    }

    /** Decides by the whole record. */
    @SuppressWarnings("JavaLangClash") // Kafka's word, after the part of a record that a transformation is about
    public static final class Record<R extends ConnectRecord<R>> extends Filter<R> {}

    @Override
    @SuppressWarnings("NullAway") // Connect's interface says nothing of nulls; one is a record that goes no further
    public R apply(R record) {
        Rule rule = configured();
        if (ProgressRecord.is(record)) {
            return record;
        }
        R kept = kept(rule, record);
        rule.counts().increment(kept == null ? Metric.FILTER_DROPPED : Metric.FILTER_PASSED);
        return kept;
    }

    /** Null is what Connect takes for: not any further. */
    private @Nullable R kept(Rule rule, R record) {
        if (rule.skipsNull() && record.value() == null) {
            return rule.dropsNull() ? null : record;
        }
        try {
            return rule.condition().test(record) == rule.keeps() ? record : null;
        } catch (ExpressionException e) {
            rule.counts().increment(Metric.FILTER_ERRORS);
            return rule.onError().take(record, ERROR_HEADER, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    protected Rule configured(Map<String, ?> settings) {
        FilterConfig config = new FilterConfig(settings);
        Expression condition = config.condition();
        return new Rule(
                condition,
                config.keeps(),
                condition.asksForValue() && !config.evaluatesNull(),
                config.dropsNull(),
                config.onError(),
                SharedCounts.acquire(Metric.Group.FILTER, config.metricsName()));
    }

    /** All that the settings make. */
    record Rule(
            Expression condition,
            boolean keeps,
            boolean skipsNull,
            boolean dropsNull,
            Fallback onError,
            RecordCounts counts)
            implements Counted {}
}
