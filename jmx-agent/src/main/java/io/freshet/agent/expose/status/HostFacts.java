package io.freshet.agent.expose.status;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What this process is, as its MBeans say: they are there whatever is exposed. Looked up when somebody looks at the page,
 * so never before the host's main method.
 */
final class HostFacts {
    private final MBeanServer mbeans = ManagementFactory.getPlatformMBeanServer();

    /** Broker 7 and controller, Connect worker, Streams application, ... */
    String role() {
        List<String> roles = new ArrayList<>();
        addIf("kafka.server:type=KafkaServer,name=BrokerState", "broker", roles);
        addIf("kafka.server:type=ControllerServer,name=ClusterId", "controller", roles);
        addIf("kafka.connect:type=connect-worker-metrics", "Connect worker", roles);
        addIf("kafka.streams:type=stream-metrics,*", "Streams application", roles);
        if (roles.isEmpty()) {
            addIf("kafka.producer:type=producer-metrics,*", "producer", roles);
            addIf("kafka.consumer:type=consumer-metrics,*", "consumer", roles);
            addIf("kafka.admin.client:type=admin-client-metrics,*", "admin client", roles);
        }
        if (roles.isEmpty()) {
            return "A Java process, without Kafka as yet";
        }
        String all = roles.size() == 1
                ? roles.get(0)
                : String.join(", ", roles.subList(0, roles.size() - 1)) + " and " + roles.get(roles.size() - 1);
        return Character.toUpperCase(all.charAt(0)) + all.substring(1);
    }

    /** Names and values, in the order of the page. */
    Map<String, String> all() {
        Map<String, String> facts = new LinkedHashMap<>();
        put("Node", nodes(), facts);
        put("Kafka", values("*:type=app-info,*", "Version"), facts);
        put("Cluster", values("kafka.server:type=*,name=ClusterId", "Value"), facts);
        put("Clients", clients(), facts);
        facts.put("Java", System.getProperty("java.version", "?"));
        facts.put("Process", ManagementFactory.getRuntimeMXBean().getName());
        return facts;
    }

    static long startMillis() {
        return ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    private static void put(String name, Set<String> values, Map<String, String> facts) {
        if (!values.isEmpty()) {
            facts.put(name, String.join(", ", values));
        }
    }

    private Set<String> nodes() {
        Set<String> nodes = new TreeSet<>();
        for (ObjectName mbean : find("kafka.server:type=app-info,id=*")) {
            nodes.add(mbean.getKeyProperty("id"));
        }
        return nodes;
    }

    private Set<String> clients() {
        int producers = find("kafka.producer:type=producer-metrics,*").size();
        int consumers = find("kafka.consumer:type=consumer-metrics,*").size();
        Set<String> clients = new TreeSet<>();
        if (consumers > 0) {
            clients.add(consumers == 1 ? "1 consumer" : consumers + " consumers");
        }
        if (producers > 0) {
            clients.add(producers == 1 ? "1 producer" : producers + " producers");
        }
        return clients;
    }

    private Set<String> values(String pattern, String attribute) {
        Set<String> values = new TreeSet<>();
        for (ObjectName mbean : find(pattern)) {
            String value = value(mbean, attribute);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private @Nullable String value(ObjectName mbean, String attribute) {
        try {
            return String.valueOf(mbeans.getAttribute(mbean, attribute));
        } catch (JMException | RuntimeException e) {
            // Others have it.
            return null;
        }
    }

    private void addIf(String pattern, String role, List<String> roles) {
        if (!find(pattern).isEmpty()) {
            roles.add(role);
        }
    }

    private Set<ObjectName> find(String pattern) {
        try {
            return mbeans.queryNames(new ObjectName(pattern), null);
        } catch (JMException e) {
            throw new IllegalArgumentException(pattern, e);
        }
    }
}
