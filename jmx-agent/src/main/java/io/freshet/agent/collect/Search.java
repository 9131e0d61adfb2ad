package io.freshet.agent.collect;

import io.freshet.agent.health.AgentHealth;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The way from JMX to registries of Kafka's own kind that were built before the hooks were in place.
 *
 * <p>Each has a metric that counts its metrics, which is an MBean as well. Whoever reads that MBean makes the registry
 * count, and a hook in there tells which registry it is: {@link RegistryWatch#kafkaRegistryCounted}.
 */
final class Search {
    private static final String COUNTS = "*:type=kafka-metrics-count,*";
    private static final String COUNT = "count";

    private final AgentHealth health;
    private final Thread thread = Thread.currentThread();
    private String domain = "";

    Search(AgentHealth health) {
        this.health = health;
    }

    void run() {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try {
            for (ObjectName name : beans.queryNames(new ObjectName(COUNTS), null)) {
                domain = name.getDomain().equals(beans.getDefaultDomain()) ? "" : name.getDomain();
                ask(beans, name);
            }
        } catch (JMException e) {
            health.failed(AgentHealth.Stage.COLLECT, "JMX was not searched for registries", e);
        }
    }

    /** Whether it is this search that makes a registry count now. */
    boolean isAsking() {
        return Thread.currentThread() == thread;
    }

    String domain() {
        return domain;
    }

    private void ask(MBeanServer beans, ObjectName name) {
        try {
            beans.getAttribute(name, COUNT);
        } catch (JMException | RuntimeException e) {
            // Gone meanwhile, or of somebody else who uses the name.
        }
    }
}
