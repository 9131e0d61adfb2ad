package io.freshet.agent.catalogue;

import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Label;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a metric of Kafka is called in Prometheus; README.md explains it to readers.
 *
 * <p>{@code kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions} becomes
 * {@code kafka_server_replicamanager_underreplicatedpartitions}.
 */
final class NamingRule {
    private static final String PER_SECOND = "PerSec";
    private static final String PERCENT = "percent";

    /** As a word of its own, or at the end of {@code totaltimems}. */
    private static final Pattern UNIT = Pattern.compile("_(ms|ns)(?=_|$)|(?<=time)ms$");

    private NamingRule() {}

    /** The family of an MBean that has a name. */
    static FamilyName bean(String domain, String type, String name, FamilyType familyType) {
        String stem = familyType == FamilyType.COUNTER ? withoutSuffix(name, PER_SECOND) : name;
        String last = lower(stem);
        if (last.endsWith(PERCENT) && !last.equals(PERCENT)) {
            last = percentless(last) + "_" + PERCENT;
        }
        return new FamilyName(join(domain(domain), lower(type), last), familyType);
    }

    /** The counter of seconds beside a meter of idle nanoseconds, whose own name ends in {@code Percent}. */
    static FamilyName seconds(String domain, String type, String name) {
        String stem = percentless(lower(withoutSuffix(name, PER_SECOND)));
        return new FamilyName(join(domain(domain), lower(type), stem) + "_seconds", FamilyType.COUNTER);
    }

    /** The family beside one of milliseconds or nanoseconds: the unit goes to the end, and becomes seconds. */
    static FamilyName inSeconds(FamilyName family) {
        String stem = withoutSuffix(family.sample(), "_total");
        String bare = UNIT.matcher(stem).replaceFirst("");
        return new FamilyName(bare + "_seconds", family.type());
    }

    /** The family of a metric of Kafka's own. */
    static FamilyName group(String domain, String group, String attribute, FamilyType familyType) {
        return new FamilyName(join(domain(domain), lower(group), lower(attribute)), familyType);
    }

    /** Kafka's keys as label names: verbatim, except that what Prometheus does not allow becomes an underscore. */
    static List<Label> labels(List<Label> keys, Set<String> reserved) {
        List<Label> labels = new ArrayList<>(keys.size());
        Set<String> used = new HashSet<>(reserved);
        for (Label key : keys) {
            StringBuilder name = new StringBuilder(replaceOthers(key.name()));
            if (name.length() == 0 || Character.isDigit(name.charAt(0)) || name.indexOf("__") == 0) {
                name.insert(0, "key_");
            }
            while (!used.add(name.toString())) {
                name.append('_');
            }
            labels.add(new Label(name.toString(), key.value()));
        }
        return labels;
    }

    private static String domain(String domain) {
        return domain.isEmpty() ? "kafka" : lower(domain);
    }

    private static String lower(String part) {
        return replaceOthers(part).toLowerCase(Locale.ROOT);
    }

    private static String replaceOthers(String part) {
        StringBuilder text = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            boolean allowed = c < 128 && (Character.isLetterOrDigit(c) || c == '_');
            text.append(allowed ? c : '_');
        }
        return text.toString();
    }

    private static String percentless(String name) {
        String stem = withoutSuffix(name, PERCENT);
        return withoutSuffix(stem, "_");
    }

    private static String withoutSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    private static String join(String domain, String middle, String last) {
        return middle.isEmpty() ? domain + "_" + last : domain + "_" + middle + "_" + last;
    }
}
