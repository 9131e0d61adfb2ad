package io.freshet.agent.collect.mbean;

import io.freshet.agent.collect.Origin;
import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.metric.MetricSource;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerFactory;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the metrics of MBeans equal to what the JVM's server of MBeans has.
 *
 * <p>It looks at names only when the server says that some have come or gone, and describes each MBean once.
 */
public final class MBeans implements Origin {
    private final List<ObjectName> included;
    private final boolean kafka;
    private final SourceShelf shelf;
    private final AgentHealth health;
    private final NotificationListener listener = (notification, handback) -> changed();
    private final Map<ObjectName, Integer> known = new HashMap<>();
    private volatile boolean stale = true;
    private @Nullable MBeanServer server;

    /** Takes the MBeans that a pattern names, and on demand those of Kafka, which otherwise come through its registries. */
    public MBeans(List<ObjectName> included, boolean kafka, SourceShelf shelf, AgentHealth health) {
        this.included = included;
        this.kafka = kafka;
        this.shelf = shelf;
        this.health = health;
    }

    @Override
    public void catchUp() {
        MBeanServer beans = server == null ? begin() : server;
        if (beans != null && stale) {
            stale = false;
            compare(beans);
        }
        shelf.catchUp();
    }

    /** Not before the host has one: to make it would settle with which settings it is made. */
    private @Nullable MBeanServer begin() {
        if (MBeanServerFactory.findMBeanServer(null).isEmpty()) {
            return null;
        }
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try {
            beans.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, listener, null, null);
        } catch (InstanceNotFoundException e) {
            health.failed(AgentHealth.Stage.COLLECT, "JMX does not tell of changes", e);
        }
        server = beans;
        return beans;
    }

    private void changed() {
        stale = true;
    }

    private void compare(MBeanServer beans) {
        Set<ObjectName> present = names(beans);
        Iterator<ObjectName> gone = known.keySet().iterator();
        while (gone.hasNext()) {
            ObjectName name = gone.next();
            if (!present.contains(name)) {
                remove(name);
                gone.remove();
            }
        }
        for (ObjectName name : present) {
            if (!known.containsKey(name)) {
                known.put(name, add(beans, name));
            }
        }
    }

    private Set<ObjectName> names(MBeanServer beans) {
        if (kafka) {
            return beans.queryNames(null, null);
        }
        Set<ObjectName> names = new HashSet<>();
        for (ObjectName pattern : included) {
            names.addAll(beans.queryNames(pattern, null));
        }
        return names;
    }

    /** Returns how many metrics it has become. */
    private int add(MBeanServer beans, ObjectName name) {
        int count = 0;
        for (MetricSource source : sources(beans, name)) {
            shelf.put(key(name, count), source);
            count++;
        }
        return count;
    }

    private void remove(ObjectName name) {
        Integer count = known.get(name);
        for (int i = 0; count != null && i < count; i++) {
            shelf.remove(key(name, i));
        }
    }

    private static Object key(ObjectName name, int index) {
        return name.getCanonicalName() + '\n' + index;
    }

    private List<MetricSource> sources(MBeanServer beans, ObjectName name) {
        try {
            MBeanInfo info = beans.getMBeanInfo(name);
            String className = info.getClassName();
            Bean bean = new Bean(beans, name);
            if (YammerBean.is(className)) {
                return kafka ? YammerBean.sources(bean, className) : List.of();
            }
            if (AttributeBean.isOfKafka(className)) {
                return kafka ? AttributeBean.sources(bean, info) : List.of();
            }
            return isIncluded(name) ? AttributeBean.sources(bean, info) : List.of();
        } catch (JMException | RuntimeException e) {
            // Gone meanwhile, or not able to describe itself.
            return List.of();
        }
    }

    private boolean isIncluded(ObjectName name) {
        return included.stream().anyMatch(pattern -> pattern.apply(name));
    }

    @Override
    public void retake() {
        shelf.retake();
    }

    @Override
    public void close() {
        known.clear();
        shelf.clear();
        try {
            if (server != null) {
                server.removeNotificationListener(MBeanServerDelegate.DELEGATE_NAME, listener);
            }
        } catch (InstanceNotFoundException | ListenerNotFoundException e) {
            // Gone is what it should be.
        }
    }
}
