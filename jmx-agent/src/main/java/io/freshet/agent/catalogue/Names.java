package io.freshet.agent.catalogue;

import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.MetricSource;

/** The names of families: of metrics that are there, and of those that the catalogue only talks about. */
public final class Names {
    private Names() {}

    static FamilyName of(MetricSource source, FamilyType type) {
        return source.origin() == MetricSource.Origin.BEAN
                ? NamingRule.bean(source.domain(), source.type(), source.name(), type)
                : group(source.domain(), source.type(), source.name(), type);
    }

    /** The family that an entry of the catalogue describes. */
    public static FamilyName of(CatalogueEntry entry) {
        if (!entry.series().isEmpty()) {
            return new FamilyName(entry.series(), entry.type());
        }
        int colon = entry.mbean().indexOf(':');
        String domain = entry.mbean().substring(0, colon);
        String keys = entry.mbean().substring(colon + 1 + "type=".length());
        int comma = keys.indexOf(",name=");
        if (comma < 0) {
            return group(domain, keys, entry.attribute(), entry.type());
        }
        String type = keys.substring(0, comma);
        String name = keys.substring(comma + ",name=".length());
        return entry.attribute().equals("seconds")
                ? NamingRule.seconds(domain, type, name)
                : NamingRule.bean(domain, type, name, entry.type());
    }

    /** The family beside it that has the same in seconds. */
    public static FamilyName inSeconds(FamilyName family) {
        return NamingRule.inSeconds(family);
    }

    private static FamilyName group(String domain, String group, String attribute, FamilyType type) {
        String middle = QuotaRule.applies(domain, group) ? QuotaRule.GROUP : group;
        return NamingRule.group(domain, middle, attribute, type);
    }
}
