package io.freshet.agent.collect.mbean;

import io.freshet.agent.metric.GaugeValue;
import io.freshet.agent.metric.MetricSource;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/** One MBean, whose attributes are read when they are asked for. */
final class Bean {
    private final MBeanServer server;
    private final ObjectName name;

    Bean(MBeanServer server, ObjectName name) {
        this.server = server;
        this.name = name;
    }

    ObjectName name() {
        return name;
    }

    DoubleSupplier number(String attribute) {
        return () -> GaugeValue.number(value(attribute));
    }

    DoubleSupplier number(String attribute, String part) {
        return () -> GaugeValue.number(part(attribute, part));
    }

    Supplier<@Nullable String> text(String attribute) {
        return () -> {
            Object value = value(attribute);
            return value == null ? null : value.toString();
        };
    }

    /** An attribute of any value; null when it is neither number nor text. */
    @Nullable
    MetricSource untyped(MetricSource.Named named, String attribute) {
        return named.untyped(() -> value(attribute), number(attribute), text(attribute));
    }

    /** Writes the attributes, in their order; false when the MBean is gone. */
    boolean read(String[] attributes, double[] target) {
        try {
            for (Object attribute : server.getAttributes(name, attributes)) {
                Attribute found = (Attribute) attribute;
                for (int i = 0; i < attributes.length; i++) {
                    if (attributes[i].equals(found.getName())) {
                        target[i] = GaugeValue.number(found.getValue());
                    }
                }
            }
            return true;
        } catch (JMException | RuntimeException e) {
            return false;
        }
    }

    /** Null when it has none now, or is gone. */
    @Nullable
    Object value(String attribute) {
        try {
            return server.getAttribute(name, attribute);
        } catch (JMException | RuntimeException e) {
            return null;
        }
    }

    private @Nullable Object part(String attribute, String part) {
        Object value = value(attribute);
        return value instanceof CompositeData && ((CompositeData) value).containsKey(part)
                ? ((CompositeData) value).get(part)
                : null;
    }
}
