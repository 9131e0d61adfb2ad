package io.freshet.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LagArgumentsTest {
    /** What is wrong costs one line, and nothing is asked of any broker. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --bootstrap-sever a:1 | unknown option --bootstrap-sever: did you mean --bootstrap-server?
                    --once | --bootstrap-server: must be one or more brokers, such as broker-1:9092,broker-2:9092. Found: nothing
                    --bootstrap-server | --bootstrap-server: must be one or more brokers, such as broker-1:9092,broker-2:9092. Found: nothing
                    a:1 | options begin with two dashes. Found: a:1
                    --bootstrap-server a:1 --bootstrap-server b:1 | --bootstrap-server: must be given once. Found: 2 times
                    --bootstrap-server a:1 --jsn | unknown option --jsn: did you mean --json?
                    --bootstrap-server a:1 --once=yes | --once: takes no value. Found: yes
                    --bootstrap-server a:1 --once --watch | --once: must stand without --watch and --port
                    --bootstrap-server a:1 --port 9405 --json | --json: must stand with --once or --watch
                    --bootstrap-server a:1 --watch --fail-on x | --fail-on: must stand with --once
                    --bootstrap-server a:1 --port 94o5 | port: must be a whole number from 1 to 65535. Found: 94o5 (options)
                    --bootstrap-server a:1 --interval 5 | lag.interval: must be a time from 1s to 1h, such as 500ms, 90s, 4m or 1h. Found: 5 (options)
                    --bootstrap-server a:1 --for ever | --for: must be a time from 0s to 3600s, such as 30s. Found: ever
                    --bootstrap-server a:1 --set lag.windw=5 | unknown key lag.windw: did you mean lag.window? (options)
                    --bootstrap-server a:1 --kafka-libs /none | --kafka-libs: must be the folder with the jars of a Kafka installation. Found: /none
                    --bootstrap-server a:1 --command-config /none | --command-config: must be a file with properties of Kafka's clients, for TLS and SASL. Found: /none, which cannot be read
                    """)
    void run_wrongOptions_isOneClearLine(String options, String says) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = LagCommand.run(
                options.split(" ", -1),
                "1",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("freshet-agent: " + says + "\n");
        assertThat(out.size()).isZero();
        assertThat(code).isEqualTo(1);
    }

    @Test
    void parse_goodOptions_areTaken() {
        LagArguments arguments = LagArguments.parse(
                List.of(
                        "--bootstrap-server=a:1,b:1",
                        "--group",
                        "bill*",
                        "--group=mail",
                        "--topic",
                        "orders",
                        "--interval",
                        "30s",
                        "--for",
                        "1m",
                        "--set",
                        "lag.window=20"),
                Map.of());

        assertThat(arguments.isOnce()).isTrue();
        assertThat(arguments.config().lag().interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(arguments.config().lag().window()).isEqualTo(20);
        assertThat(arguments.observation()).isEqualTo(Duration.ofMinutes(1));
        assertThat(List.of("billing", "mail", "search"))
                .filteredOn(arguments.config().select().groups()::takes)
                .containsExactly("billing", "mail");
        assertThat(arguments.client()).containsEntry("bootstrap.servers", "a:1,b:1");
    }
}
