package io.freshet.agent.coverage;

import java.io.IOException;
import java.rmi.UnmarshalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a process shows in JMX. */
final class JmxPort implements AutoCloseable {
    /** Stands for a value of a class that only the process itself has. */
    static final Object FOREIGN = new Object();

    private final JMXConnector connector;
    private final MBeanServerConnection server;
    private final Map<ObjectName, String[]> attributes = new HashMap<>();

    @SuppressWarnings("BanJNDI") // The address is that of a process which the test has started.
    JmxPort(int port) throws IOException {
        connector = JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
        server = connector.getMBeanServerConnection();
    }

    static String[] jvmArguments(int port) {
        return new String[] {
            "-Dcom.sun.management.jmxremote.port=" + port,
            "-Dcom.sun.management.jmxremote.rmi.port=" + port,
            "-Dcom.sun.management.jmxremote.host=127.0.0.1",
            "-Djava.rmi.server.hostname=127.0.0.1",
            "-Dcom.sun.management.jmxremote.authenticate=false",
            "-Dcom.sun.management.jmxremote.ssl=false"
        };
    }

    /** The MBeans of Kafka, all attributes read. */
    Collection<Bean> beans() throws IOException, JMException {
        List<Bean> beans = new ArrayList<>();
        for (String domain : new String[] {"kafka.*:*", "org.apache.kafka*:*"}) {
            for (ObjectName name : server.queryNames(new ObjectName(domain), null)) {
                beans.addAll(bean(name));
            }
        }
        return beans;
    }

    /** One MBean, all attributes read; none when it is gone by now. */
    List<Bean> bean(ObjectName name) throws IOException, JMException {
        try {
            Map<String, Object> values = new LinkedHashMap<>();
            for (Attribute attribute : values(name, attributes(name))) {
                if (attribute.getValue() != null) {
                    values.put(attribute.getName(), attribute.getValue());
                }
            }
            return values.isEmpty() ? List.of() : List.of(new Bean(name, values));
        } catch (InstanceNotFoundException e) {
            return List.of();
        }
    }

    /** Those of Yammer's MBeans never change; those of Kafka's own do as long as metrics come. */
    private String[] attributes(ObjectName name) throws IOException, JMException {
        String[] known = attributes.get(name);
        if (known == null) {
            known = Arrays.stream(server.getMBeanInfo(name).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .toArray(String[]::new);
            if (name.getKeyProperty("name") != null) {
                attributes.put(name, known);
            }
        }
        return known;
    }

    private List<Attribute> values(ObjectName name, String[] attributes) throws IOException, JMException {
        try {
            return server.getAttributes(name, attributes).asList();
        } catch (UnmarshalException e) {
            List<Attribute> values = new ArrayList<>();
            for (String attribute : attributes) {
                values.add(new Attribute(attribute, valueOrForeign(name, attribute)));
            }
            return values;
        }
    }

    private Object valueOrForeign(ObjectName name, String attribute) throws IOException, JMException {
        try {
            return server.getAttribute(name, attribute);
        } catch (UnmarshalException e) {
            return FOREIGN;
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
