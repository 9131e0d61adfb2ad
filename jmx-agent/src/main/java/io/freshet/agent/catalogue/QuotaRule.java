package io.freshet.agent.catalogue;

import io.freshet.agent.metric.MetricSource;
import java.util.Set;

/**
 * The exception to the naming rule: a broker's quotas, whose groups are resources such as {@code Produce}, share the
 * families {@code kafka_server_quota_<attribute>} with the resource as a label.
 */
final class QuotaRule {
    static final String LABEL = "resource";
    static final String GROUP = "quota";

    /** Stands in the catalogue for the MBeans of all resources. */
    static final String MBEAN = "kafka.server:type=" + GROUP;

    private static final Set<String> RESOURCES = Set.of(
            "Produce",
            "Fetch",
            "Request",
            "ControllerMutation",
            "LeaderReplication",
            "FollowerReplication",
            "AlterLogDirsReplication");

    private QuotaRule() {}

    static boolean applies(MetricSource source) {
        return source.origin() == MetricSource.Origin.GROUP && applies(source.domain(), source.type());
    }

    static boolean applies(String domain, String group) {
        return domain.equals("kafka.server") && RESOURCES.contains(group);
    }
}
