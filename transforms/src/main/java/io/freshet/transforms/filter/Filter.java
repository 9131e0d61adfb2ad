package io.freshet.transforms.filter;

import io.freshet.transforms.expression.Expression;
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
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Lets records go on of which a condition is true, or the others. A record is never changed.
 *
 * <p>A plugin of the plain name would take Kafka's own {@code Filter} its alias, for all connectors of a worker.
 *
 * @param <R> the type of record, of a source or a sink
 */
public abstract class Filter<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** The header of a record of which the condition was neither true nor false, where {@code on.error=tag}; it says why. */
    static final String ERROR_HEADER = "freshet.filter.error";

    private @Nullable Rule rule;

    private Filter() {}

    /** Decides by the whole record. */
    @SuppressWarnings("JavaLangClash") // Kafka's word, after the part of a record that a transformation is about
    public static final class Record<R extends ConnectRecord<R>> extends Filter<R> {}

    @Override
    @SuppressWarnings("NullAway") // Connect's interface says nothing of nulls; one is a record that goes no further
    public R apply(R record) {
        Rule rule = rule();
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
    public ConfigDef config() {
        return FilterConfig.DEFINITION;
    }

    /**
     * Reads the settings and compiles the condition.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a setting is wrong
     */
    @Override
    public void configure(Map<String, ?> settings) {
        close();
        FilterConfig config = new FilterConfig(settings);
        Expression condition = config.condition();
        rule = new Rule(
                condition,
                config.keeps(),
                condition.asksForValue() && !config.evaluatesNull(),
                config.dropsNull(),
                config.onError(),
                SharedCounts.acquire(Metric.Group.FILTER, config.metricsName()));
    }

    private Rule rule() {
        if (rule == null) {
            throw new IllegalStateException("Filter is used before configure");
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
    private record Rule(
            Expression condition,
            boolean keeps,
            boolean skipsNull,
            boolean dropsNull,
            Fallback onError,
            RecordCounts counts) {}
}
