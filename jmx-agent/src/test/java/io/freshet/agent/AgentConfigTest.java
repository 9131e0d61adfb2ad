package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentConfigTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | 0.0.0.0   | 9404",
                "9405                      | 0.0.0.0   | 9405",
                "' 9405 '                  | 0.0.0.0   | 9405",
                "port=9405                 | 0.0.0.0   | 9405",
                "port=9405,host=127.0.0.1  | 127.0.0.1 | 9405",
                "host=::1, port=1          | ::1       | 1",
                "host=localhost,           | localhost | 9404",
            })
    void parse_goodOptions_hostAndPort(String options, String host, int port) {
        AgentConfig config = AgentConfig.parse(options);

        assertThat(config.host()).isEqualTo(host);
        assertThat(config.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "94o4              | port: must be a whole number from 1 to 65535. Found: 94o4",
                "0                 | port: must be a whole number from 1 to 65535. Found: 0",
                "65536             | port: must be a whole number from 1 to 65535. Found: 65536",
                "port=             | port: must be a whole number from 1 to 65535. Found: nothing",
                "host=             | host: must be a host name or an address. Found: nothing",
                "prt=1             | unknown option prt: did you mean port? Known are host, port. Found: prt=1",
                "Host=1            | unknown option Host: did you mean host? Known are host, port. Found: Host=1",
                "port=1,port=2     | port: must be given once. Found: port=2 after another",
                "9404,127.0.0.1    | options: must be key=value pairs between commas. Found: 9404",
            })
    void parse_badOptions_saysKeyRuleAndValue(String options, String message) {
        assertThatThrownBy(() -> AgentConfig.parse(options)).hasMessage(message);
    }

    @Test
    void parse_defaults_areTheDocumentedOnes() {
        AgentConfig config = AgentConfig.parse("");

        assertThat(config.host() + ":" + config.port()).isEqualTo("0.0.0.0:9404");
    }
}
