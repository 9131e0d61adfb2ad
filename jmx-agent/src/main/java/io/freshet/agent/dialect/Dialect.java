package io.freshet.agent.dialect;

import io.freshet.agent.config.Naming;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.SeriesPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Calls series as another exporter would. For each thing that can be read from a metric, such as its count or one of its
 * quantiles, the first rule that fits says how; what no rule fits is not exposed. Applied once, when a metric is registered.
 */
public final class Dialect {
    /** Others know no other metrics, so that these keep the agent's names. */
    private static final Pattern OF_KAFKA = Pattern.compile("(?:org\\.apache\\.)?kafka(?:\\..*)?|");

    private final List<DialectRule> rules;
    private final boolean own;

    private Dialect(List<DialectRule> rules, boolean own) {
        this.rules = rules;
        this.own = own;
    }

    /** Reads the rules, which the default naming has none of. */
    public static Dialect of(Naming naming) throws IOException {
        return naming == Naming.DEFAULT ? none() : new Dialect(DialectFile.read(naming), false);
    }

    /** The agent's own words. */
    public static Dialect none() {
        return new Dialect(List.of(), true);
    }

    /** The plans for a metric in this dialect, in place of those in the agent's own words. */
    public List<SeriesPlan> plan(MetricSource source, List<SeriesPlan> plans) {
        if (own || plans.isEmpty() || !OF_KAFKA.matcher(source.domain()).matches()) {
            return plans;
        }
        List<SeriesPlan> renamed = new ArrayList<>();
        for (Reading reading : Reading.of(source, plans)) {
            for (DialectRule rule : rules) {
                if (rule.fits(source, reading)) {
                    rule.plan(source, reading).ifPresent(renamed::add);
                    break;
                }
            }
        }
        return renamed;
    }
}
