package io.freshet.agent.lag.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.kafka.common.network.ListenerName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerLoginTest {
    private static final ListenerName LISTENER = new ListenerName("INSIDE");

    @AfterEach
    void restore() {
        Configuration.setConfiguration(null);
    }

    @Test
    void of_severalMechanisms_isThatOfTheOneAskedFor() {
        set(
                "KafkaServer",
                entry("com.acme.PlainLoginModule", Map.of()),
                entry("com.acme.ScramLoginModule", Map.of("username", "b", "password", "with \" and \\")));

        assertThat(ServerLogin.of(LISTENER, "SCRAM-SHA-256"))
                .isEqualTo("com.acme.ScramLoginModule required password=\"with \\\" and \\\\\" username=\"b\";");
    }

    @Test
    void of_sectionOfTheListener_winsOverTheOther() {
        set("inside.KafkaServer", entry("com.acme.PlainLoginModule", Map.of()));

        assertThat(ServerLogin.of(LISTENER, "PLAIN")).isEqualTo("com.acme.PlainLoginModule required;");
        assertThat(ServerLogin.of(new ListenerName("OTHER"), "PLAIN")).isNull();
    }

    private static AppConfigurationEntry entry(String module, Map<String, String> options) {
        return new AppConfigurationEntry(module, LoginModuleControlFlag.REQUIRED, options);
    }

    private static void set(String section, AppConfigurationEntry... entries) {
        Configuration.setConfiguration(new Configuration() {
            @Override
            public AppConfigurationEntry @Nullable [] getAppConfigurationEntry(String name) {
                return name.equals(section) ? entries : null;
            }
        });
    }
}
