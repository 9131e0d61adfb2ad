package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.credential.TestCertificates;
import io.freshet.local.Await;
import io.freshet.local.KafkaVersion;
import io.freshet.local.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lag as brokers tell it that trust each other by SASL over TLS, and to which the agent comes late, and leaves again. */
class BrokerLagSecuredIT {
    private static final String PASSWORD = "brokers-secret";

    @Test
    void lag_brokersUseSaslOverTls_isThatOfKafkaItself(@TempDir Path folder) throws Exception {
        try (LagCluster cluster = LagCluster.start(KafkaVersion.V4_3, 2, "", secured(folder));
                LagGroups groups = new LagGroups(cluster.bootstrapServers(), "orders")) {
            Admin admin = cluster.broker(1).admin();
            admin.createTopics(List.of(new NewTopic("orders", 6, (short) 1)))
                    .all()
                    .get();
            groups.produce(1_000);
            groups.member("classics", "classic", 300);
            groups.empty("leavers", 500);

            List<Integer> ports = attach(cluster, new AgentCommand(folder));
            Map<String, Map<String, Long>> told = LagAnswer.told(admin, List.of("classics", "leavers"));
            Await.untilTrue("the lag of " + told, Duration.ofSeconds(90), () -> ShownLag.at(ports)
                    .lags()
                    .equals(told));
            ShownLag.whole(ports);
            detach(cluster, new AgentCommand(folder));
        }
    }

    private static List<Integer> attach(LagCluster cluster, AgentCommand command) {
        List<Integer> ports = new ArrayList<>();
        for (int id = 1; id <= cluster.count(); id++) {
            int port = Ports.free();
            String options = AgentJar.options(port) + ",lag.enabled=true,lag.interval=2s";
            command.run(0, "attach", String.valueOf(cluster.broker(id).process().pid()), options);
            ports.add(port);
        }
        return ports;
    }

    private static void detach(LagCluster cluster, AgentCommand command) {
        long pid = cluster.broker(1).process().pid();
        assertThat(Jcmd.threads(pid)).contains("freshet-lag");

        command.detach(pid);

        assertThat(Jcmd.threads(pid)).doesNotContain("freshet");
        assertThat(cluster.broker(1).process().logText()).doesNotContain(PASSWORD);
    }

    private static Map<String, String> secured(Path folder) throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        certificates.add("broker", "EC");
        String listener = "listener.name.secured.";
        Map<String, String> config = new HashMap<>();
        config.put("inter.broker.listener.name", "SECURED");
        config.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL");
        config.put("sasl.enabled.mechanisms", "PLAIN");
        config.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        config.put(
                listener + "plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\" password=\""
                        + PASSWORD + "\" user_broker=\"" + PASSWORD + "\";");
        config.put(listener + "ssl.keystore.type", "PKCS12");
        config.put(
                listener + "ssl.keystore.location",
                certificates.keystore("broker", "PKCS12").toString());
        config.put(listener + "ssl.keystore.password", TestCertificates.PASSWORD);
        config.put(listener + "ssl.key.password", TestCertificates.PASSWORD);
        config.put(listener + "ssl.truststore.type", "PEM");
        config.put(
                listener + "ssl.truststore.location", certificates.authority().toString());
        config.put(listener + "ssl.client.auth", "required");
        config.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        config.put("super.users", "User:broker;User:ANONYMOUS");
        return config;
    }
}
