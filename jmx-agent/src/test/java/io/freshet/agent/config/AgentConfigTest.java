package io.freshet.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentConfigTest {
    private final Path file;

    AgentConfigTest(@TempDir Path folder) {
        this.file = folder.resolve("agent.yaml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | 0.0.0.0   | 9404",
                "9405                      | 0.0.0.0   | 9405",
                "' 9405 '                  | 0.0.0.0   | 9405",
                "port=9405                 | 0.0.0.0   | 9405",
                "9405,host=127.0.0.1       | 127.0.0.1 | 9405",
                "port=9405,host=127.0.0.1  | 127.0.0.1 | 9405",
                "host=::1, port=1          | ::1       | 1",
                "host=localhost,           | localhost | 9404",
            })
    void read_goodOptions_hostAndPort(String options, String host, int port) {
        ServerOptions server = AgentConfig.read(options, Map.of()).server();

        assertThat(server.host()).isEqualTo(host);
        assertThat(server.port()).isEqualTo(port);
    }

    @Test
    void read_severalSources_optionsWinOverFileOverEnvironment() throws IOException {
        Files.writeString(file, "port: 2\nhost: file\n");
        Map<String, String> environment =
                Map.of("FRESHET_AGENT_PORT", "1", "FRESHET_AGENT_HOST", "variable", "PORT", "none of ours");

        ServerOptions variables = AgentConfig.read("", environment).server();
        ServerOptions withFile = AgentConfig.read("config=" + file, environment).server();
        ServerOptions all =
                AgentConfig.read("config=" + file + ",port=3", environment).server();

        assertThat(variables.host() + ":" + variables.port()).isEqualTo("variable:1");
        assertThat(withFile.host() + ":" + withFile.port()).isEqualTo("file:2");
        assertThat(all.host() + ":" + all.port()).isEqualTo("file:3");
    }

    @Test
    void read_fileNamedByTheEnvironment_isRead() throws IOException {
        Files.writeString(file, "port: 2");

        AgentConfig config = AgentConfig.read("", Map.of("FRESHET_AGENT_CONFIG", file.toString()));

        assertThat(config.server().port()).isEqualTo(2);
        assertThat(config.file()).contains(file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "'# nothing but a comment'", "'---'", "'---\nport: 9404\n...\n'", "'\"port\": \"9404\"'"})
    void read_oddButGoodFile_isFine(String content) throws IOException {
        Files.writeString(file, content);

        assertThat(AgentConfig.read("config=" + file, Map.of()).server().port()).isEqualTo(9404);
    }

    /** A service called freshet-agent makes Kubernetes set these in every pod of its namespace. */
    @Test
    void read_variablesOfKubernetes_areNoSettings() {
        Map<String, String> environment = Map.of(
                "FRESHET_AGENT_SERVICE_HOST", "10.0.0.7",
                "FRESHET_AGENT_SERVICE_PORT", "80",
                "FRESHET_AGENT_SERVICE_PORT_METRICS", "80",
                "FRESHET_AGENT_PORT", "tcp://10.0.0.7:80",
                "FRESHET_AGENT_PORT_80_TCP", "tcp://10.0.0.7:80",
                "FRESHET_AGENT_PORT_80_TCP_PROTO", "tcp",
                "FRESHET_AGENT_PORT_80_TCP_PORT", "80",
                "FRESHET_AGENT_PORT_80_TCP_ADDR", "10.0.0.7");

        assertThat(AgentConfig.read("", environment).server().port()).isEqualTo(9404);
    }

    @Test
    void read_severalProblems_areSaidAtOnce() throws IOException {
        Files.writeString(file, "prot: 1\nhost:\n");

        assertThatThrownBy(() -> AgentConfig.read("port=x,config=" + file, Map.of("FRESHET_AGENT_HOTS", "a")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("unknown environment variable FRESHET_AGENT_HOTS: did you mean FRESHET_AGENT_HOST?\n"
                        + "unknown key prot: did you mean port? (" + file + ", line 1)\n"
                        + "host: must be a host name or an address. Found: nothing (" + file + ", line 2)\n"
                        + "port: must be a whole number from 1 to 65535. Found: x (options)");
    }
}
