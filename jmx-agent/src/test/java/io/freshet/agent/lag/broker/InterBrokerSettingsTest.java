package io.freshet.agent.lag.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Endpoint;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.junit.jupiter.api.Test;

class InterBrokerSettingsTest {
    private static final String LISTENER = "listener.name.inside.";

    @Test
    void client_plainListener_knocksAtTheBrokersOwnDoor() {
        Map<String, Object> client = settings(SecurityProtocol.PLAINTEXT, Map.of());

        assertThat(client)
                .containsEntry("bootstrap.servers", List.of("[::1]:9093"))
                .containsEntry("security.protocol", "PLAINTEXT")
                .containsEntry("client.id", "freshet-lag")
                .containsEntry("enable.metrics.push", "false")
                .containsEntry("metric.reporters", List.of())
                .doesNotContainKey("sasl.mechanism");
    }

    @Test
    void client_settingsOfTheListener_winOverThoseOfTheBroker() {
        Map<String, Object> client = settings(
                SecurityProtocol.SSL,
                Map.of(
                        "ssl.truststore.location",
                        "all.p12",
                        LISTENER + "ssl.truststore.location",
                        "inside.p12",
                        "listener.name.outside.ssl.truststore.location",
                        "outside.p12"));

        assertThat(client).containsEntry("ssl.truststore.location", "inside.p12");
    }

    @Test
    void client_saslOfTheListenersMechanism_isTaken() {
        Map<String, Object> client = settings(
                SecurityProtocol.SASL_SSL,
                Map.of(
                        LISTENER + "scram-sha-512.sasl.jaas.config", "its own",
                        LISTENER + "plain.sasl.jaas.config", "of another",
                        LISTENER + "scram-sha-512.sasl.server.callback.handler.class", "not for clients"));

        assertThat(client)
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("sasl.jaas.config", "its own")
                .doesNotContainKey("sasl.server.callback.handler.class");
    }

    @Test
    void constructor_otherMadeHost_isSaid() {
        assertThatThrownBy(() -> new InterBrokerSettings(new AbstractConfig(new ConfigDef(), Map.of(), false)))
                .isInstanceOf(UnfamiliarHostException.class)
                .hasMessageContaining("has no interBrokerListenerName");
    }

    private static Map<String, Object> settings(SecurityProtocol protocol, Map<String, String> given) {
        return new InterBrokerSettings(new Broker(protocol, new HashMap<>(given))).client();
    }

    /** Answers as a broker's settings do. */
    public static final class Broker extends AbstractConfig {
        private final SecurityProtocol protocol;

        Broker(SecurityProtocol protocol, Map<String, String> given) {
            super(new ConfigDef().withClientSslSupport().withClientSaslSupport(), given, false);
            this.protocol = protocol;
        }

        public ListenerName interBrokerListenerName() {
            return new ListenerName("INSIDE");
        }

        public SecurityProtocol interBrokerSecurityProtocol() {
            return protocol;
        }

        public String saslMechanismInterBrokerProtocol() {
            return "SCRAM-SHA-512";
        }

        public List<Endpoint> effectiveAdvertisedBrokerListeners() {
            return List.of(
                    new Endpoint("OUTSIDE", SecurityProtocol.PLAINTEXT, "broker", 9092),
                    new Endpoint("INSIDE", protocol, "::1", 9093));
        }
    }
}
