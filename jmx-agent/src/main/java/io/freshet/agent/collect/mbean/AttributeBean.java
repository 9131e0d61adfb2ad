package io.freshet.agent.collect.mbean;

import io.freshet.agent.metric.GaugeValue;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/** An MBean each of whose attributes is a metric: those of Kafka's own registry, and those of others. */
final class AttributeBean {
    private static final String OF_KAFKA = "org.apache.kafka.common.metrics.JmxReporter$KafkaMbean";
    private static final String TYPE = "type";

    private AttributeBean() {}

    static boolean isOfKafka(String className) {
        return className.equals(OF_KAFKA);
    }

    static List<MetricSource> sources(Bean bean, MBeanInfo info) {
        boolean ofKafka = isOfKafka(info.getClassName());
        List<MetricSource> sources = new ArrayList<>();
        for (MBeanAttributeInfo attribute : info.getAttributes()) {
            if (attribute.isReadable()) {
                add(bean, attribute, ofKafka, sources);
            }
        }
        return sources;
    }

    private static void add(Bean bean, MBeanAttributeInfo attribute, boolean ofKafka, List<MetricSource> sources) {
        String name = attribute.getName();
        Object first = bean.value(name);
        MetricSource.Named named = named(bean.name(), name, attribute.getDescription());
        if (ofKafka && name.endsWith("-total") && GaugeValue.isNumber(first)) {
            // Kafka ends the names of its cumulative sums so.
            sources.add(named.cumulative(bean.number(name)));
        } else if (first instanceof CompositeData) {
            addParts(bean, name, (CompositeData) first, sources);
        } else if (first != null || ofKafka) {
            // Others have attributes that are never there, or throw each time: not looked at again.
            MetricSource source = bean.untyped(named, name);
            if (source != null) {
                sources.add(source);
            }
        }
    }

    private static void addParts(Bean bean, String attribute, CompositeData parts, List<MetricSource> sources) {
        for (String part : parts.getCompositeType().keySet()) {
            if (GaugeValue.isNumber(parts.get(part))) {
                sources.add(named(bean.name(), attribute + "-" + part, "").gauge(bean.number(attribute, part)));
            }
        }
    }

    private static MetricSource.Named named(ObjectName bean, String attribute, @Nullable String description) {
        List<Label> labels = new ArrayList<>();
        String type = "";
        for (Label key : BeanName.keys(bean.getKeyPropertyListString())) {
            if (key.name().equals(TYPE)) {
                type = key.value();
            } else {
                labels.add(key);
            }
        }
        String said = description == null || description.equals(attribute) ? "" : description;
        return MetricSource.group(bean.getDomain(), type, attribute, labels, said);
    }
}
