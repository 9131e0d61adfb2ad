package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.KafkaBroker;
import io.freshet.local.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** The command {@code lag} with no more rights than it needs, over SASL, and with fewer. */
class LagRightsIT {
    private final int secured = Ports.free();

    private final Path folder;

    LagRightsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void lag_leastRights_areEnoughAndWhatIsMissingIsSaid() throws Exception {
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
                                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_PLAINTEXT")
                        .config("sasl.enabled.mechanisms", "PLAIN")
                        .config(
                                "listener.name.secured.plain.sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required "
                                        + "user_lag=\"lag-secret\" user_half=\"half-secret\" user_none=\"none-secret\";")
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

            assertThat(LagAnswer.parse(lag(0, "lag", "lag-secret")).lags())
                    .isEqualTo(LagAnswer.told(admin, List.of("classics")));
            assertThat(lag(0, "half", "half-secret"))
                    .contains("\"topics\":1", "freshet-agent: topic orders: Topic authorization failed.");
            assertThat(lag(0, "none", "none-secret"))
                    .contains("freshet-agent: no group is there, or none that this user may DESCRIBE");
            assertThat(lag(1, "lag", "wrong-secret").lines().toList())
                    .singleElement()
                    .asString()
                    .startsWith("freshet-agent: 127.0.0.1:" + secured)
                    .contains("Authentication failed")
                    .doesNotContain("wrong-secret");
        }
    }

    private String lag(int exitCode, String user, String password) throws IOException {
        Path config = folder.resolve(user + ".properties");
        Files.writeString(
                config,
                """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="%s" password="%s";
                """
                        .formatted(user, password));
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
