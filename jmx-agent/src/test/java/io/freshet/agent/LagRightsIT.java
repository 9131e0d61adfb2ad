package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.credential.TestCertificates;
import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaBroker;
import io.freshet.local.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code lag} with no more rights than it needs, over SASL and TLS, and with fewer. */
class LagRightsIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final int secured = Ports.free();

    private final Path folder;

    LagRightsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void lag_leastRights_areEnoughAndWhatIsMissingIsSaid() throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        certificates.add("broker", "EC");
        Path authority = certificates.authority();
        int open = Ports.free();
        int controller = Ports.free();
        try (KafkaBroker broker = KafkaBroker.builder()
                        .port(open)
                        .controllerPort(controller)
                        .config(
                                "listeners",
                                "PLAINTEXT://127.0.0.1:" + open + ",SECURED://127.0.0.1:" + secured
                                        + ",CONTROLLER://127.0.0.1:" + controller)
                        .config(
                                "advertised.listeners",
                                "PLAINTEXT://127.0.0.1:" + open + ",SECURED://127.0.0.1:" + secured)
                        .config(
                                "listener.security.protocol.map",
                                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL")
                        .config("sasl.enabled.mechanisms", "PLAIN")
                        .config(
                                "listener.name.secured.plain.sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required "
                                        + "user_lag=\"lag-secret\" user_half=\"half-secret\" user_none=\"none-secret\";")
                        .config("listener.name.secured.ssl.keystore.type", "PKCS12")
                        .config(
                                "listener.name.secured.ssl.keystore.location",
                                certificates.keystore("broker", "PKCS12").toString())
                        .config("listener.name.secured.ssl.keystore.password", TestCertificates.PASSWORD)
                        .config("listener.name.secured.ssl.key.password", TestCertificates.PASSWORD)
                        .config("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                        .config("super.users", "User:ANONYMOUS")
                        .start();
                LagGroups groups = new LagGroups(broker.bootstrapServers(), "orders")) {
            broker.createTopic("orders", 3, Map.of());
            groups.produce(1_000);
            groups.member("classics", "classic", 300);
            Admin admin = broker.admin();
            admin.createAcls(List.of(
                            describe("lag", ResourceType.GROUP),
                            describe("lag", ResourceType.TOPIC),
                            describe("half", ResourceType.GROUP)))
                    .all()
                    .get();

            String trusted = "ssl.truststore.type=PEM\nssl.truststore.location=" + authority + "\n";
            assertThat(LagAnswer.parse(lag(0, config("lag", "lag-secret", trusted)))
                            .lags())
                    .isEqualTo(LagAnswer.told(admin, List.of("classics")));
            Path half = config("half", "half-secret", trusted);
            assertThat(lag(0, half))
                    .contains("\"topics\":1", "freshet-agent: topic orders: Topic authorization failed.");
            served_saysItAsAMetric(half);
            assertThat(lag(0, config("none", "none-secret", trusted)))
                    .contains("freshet-agent: no group is there, or none that this user may DESCRIBE");
            assertThat(lag(1, config("lag", "wrong-secret", trusted)).lines().toList())
                    .singleElement()
                    .asString()
                    .startsWith("freshet-agent: 127.0.0.1:" + secured)
                    .contains("Authentication failed")
                    .doesNotContain("wrong-secret");
            assertThat(lag(1, config("lag", "lag-secret", "")).lines().toList())
                    .singleElement()
                    .asString()
                    .startsWith("freshet-agent: 127.0.0.1:" + secured)
                    .contains("unable to find valid certification path");
        }
    }

    private void served_saysItAsAMetric(Path config) {
        int port = Ports.free();
        try (JavaProcess service = JavaProcess.builder("lag")
                .classPath(AgentJar.path().toString())
                .mainClass("io.freshet.agent.attach.AgentMain")
                .args("lag", "--bootstrap-server", "127.0.0.1:" + secured, "--command-config", config.toString())
                .args("--host", "127.0.0.1", "--port", String.valueOf(port), "--interval", "2s")
                .log(folder.resolve("service.log"))
                .start()) {
            service.awaitLog("freshet-agent: topic orders: Topic authorization failed.", SOON);
            Await.untilTrue(
                    "the missing topic",
                    SOON,
                    () -> Scrape.text(port).samples("freshet_lag_incomplete", Map.of("what", "topics")).stream()
                            .anyMatch(sample -> sample.value() == 1));
        }
    }

    private Path config(String user, String password, String trusted) throws IOException {
        return Files.writeString(
                folder.resolve(user + ".properties"),
                """
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="%s" password="%s";
                %s"""
                        .formatted(user, password, trusted));
    }

    private String lag(int exitCode, Path config) {
        return new AgentCommand(folder)
                .run(
                        exitCode,
                        "lag",
                        "--bootstrap-server",
                        "127.0.0.1:" + secured,
                        "--command-config",
                        config.toString(),
                        "--json");
    }

    private static AclBinding describe(String user, ResourceType type) {
        return new AclBinding(
                new ResourcePattern(type, "*", PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW));
    }
}
