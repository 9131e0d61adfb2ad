package io.freshet.agent.lag.broker;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;

/** The settings of a client that asks brokers as these ask each other: by the same listener, with the same credentials. */
final class InterBrokerSettings {
    static final String CLIENT_ID = "freshet-lag";

    private final HostMethod listenerName = new HostMethod("interBrokerListenerName");
    private final HostMethod protocol = new HostMethod("interBrokerSecurityProtocol");
    private final HostMethod mechanism = new HostMethod("saslMechanismInterBrokerProtocol");
    private final HostMethod endpoints = new HostMethod("effectiveAdvertisedBrokerListeners");

    private final AbstractConfig broker;
    private final ListenerName listener;

    InterBrokerSettings(AbstractConfig broker) {
        this.broker = broker;
        this.listener = (ListenerName) listenerName.of(broker);
    }

    Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", List.of(ownAddress()));
        client.put("client.id", CLIENT_ID);
        client.put("enable.metrics.push", "false");
        // It is nobody's business but ours.
        client.put("metric.reporters", List.of());
        client.put("auto.include.jmx.reporter", "false");
        SecurityProtocol security = (SecurityProtocol) protocol.of(broker);
        client.put("security.protocol", security.name);
        boolean sasl = security == SecurityProtocol.SASL_PLAINTEXT || security == SecurityProtocol.SASL_SSL;
        broker.valuesWithPrefixOverride(listener.configPrefix()).forEach((key, value) -> {
            if (value != null && (isAboutTls(key) || (sasl && key.startsWith("sasl.")))) {
                client.put(key, value);
            }
        });
        if (sasl) {
            addSasl(client, (String) mechanism.of(broker));
        }
        client.keySet().retainAll(AdminClientConfig.configNames());
        return client;
    }

    private static boolean isAboutTls(String key) {
        return key.startsWith("ssl.") || key.equals("security.providers");
    }

    /** What a broker says of one mechanism alone stands under its name. */
    private void addSasl(Map<String, Object> client, String name) {
        client.put(SaslConfigs.SASL_MECHANISM, name);
        String prefix = listener.configPrefix() + name.toLowerCase(Locale.ROOT) + ".";
        broker.originals().forEach((key, value) -> {
            if (key.startsWith(prefix + "sasl.") && value != null) {
                client.put(key.substring(prefix.length()), value);
            }
        });
        if (!client.containsKey(SaslConfigs.SASL_JAAS_CONFIG)) {
            String login = ServerLogin.of(listener, name);
            if (login != null) {
                client.put(SaslConfigs.SASL_JAAS_CONFIG, login);
            }
        }
    }

    private String ownAddress() {
        Iterator<?> all = iterator(endpoints.of(broker));
        while (all.hasNext()) {
            Object endpoint = all.next();
            if (nameOf(endpoint).equals(listener)) {
                String host = (String) new HostMethod("host").of(endpoint);
                return (host.contains(":") ? "[" + host + "]" : host) + ":" + new HostMethod("port").of(endpoint);
            }
        }
        throw new UnfamiliarHostException("the broker does not advertise " + listener.value(), null);
    }

    private static ListenerName nameOf(Object endpoint) {
        @Nullable Object name = new HostMethod(hasListener(endpoint) ? "listener" : "listenerName").call(endpoint);
        return name instanceof ListenerName ? (ListenerName) name : ListenerName.normalised(String.valueOf(name));
    }

    private static boolean hasListener(Object endpoint) {
        try {
            endpoint.getClass().getMethod("listener");
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Over a sequence of Scala, or of Java. */
    private static Iterator<?> iterator(Object sequence) {
        if (sequence instanceof Iterable) {
            return ((Iterable<?>) sequence).iterator();
        }
        Object iterator = new HostMethod("iterator").of(sequence);
        HostMethod hasNext = new HostMethod("hasNext");
        HostMethod next = new HostMethod("next");
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return Boolean.TRUE.equals(hasNext.call(iterator));
            }

            @Override
            public Object next() {
                return next.of(iterator);
            }
        };
    }
}
