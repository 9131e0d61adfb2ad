package io.freshet.agent.coverage;

import java.io.IOException;
import java.rmi.UnmarshalException;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.jspecify.annotations.Nullable;

/** What a process shows in JMX. */
final class JmxPort implements AutoCloseable {
    /** Stands for a value of a class that only the process itself has. */
    static final Object FOREIGN = new Object();

    private final JMXConnector connector;
    private final MBeanServerConnection server;

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
    Map<ObjectName, Bean> beans() throws IOException, JMException {
        Map<ObjectName, Bean> beans = new LinkedHashMap<>();
        for (String domain : new String[] {"kafka.*:*", "org.apache.kafka*:*"}) {
            for (ObjectName name : server.queryNames(new ObjectName(domain), null)) {
                Bean bean = readUnlessGone(name);
                if (bean != null && !bean.attributes().isEmpty()) {
                    beans.put(name, bean);
                }
            }
        }
        return beans;
    }

    /** What was listed may be gone by now. */
    private @Nullable Bean readUnlessGone(ObjectName name) throws IOException, JMException {
        try {
            return read(name);
        } catch (InstanceNotFoundException e) {
            return null;
        }
    }

    private Bean read(ObjectName name) throws IOException, JMException {
        String[] attributes = Arrays.stream(server.getMBeanInfo(name).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toArray(String[]::new);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Attribute attribute : values(name, attributes)) {
            if (attribute.getValue() != null) {
                values.put(attribute.getName(), attribute.getValue());
            }
        }
        return new Bean(name, values);
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
