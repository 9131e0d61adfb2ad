package io.freshet.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a person runs it. */
class QuickstartIT {
    private static final Duration WHOLE_RUN = Duration.ofMinutes(3);
    private static final Duration AT_ONCE = Duration.ofSeconds(20);
    private static final Duration STOPPED = Duration.ofSeconds(45);

    private final Path temporary;

    QuickstartIT(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @Test
    void once_thisMachine_showsTheWholeRoadAndLeavesNothingBehind() throws IOException {
        try (QuickstartProcess quickstart = start("--once")) {
            assertThat(quickstart.awaitExit(WHOLE_RUN)).as(quickstart.output()).isZero();

            assertThat(quickstart.output())
                    .contains("✓ Table airports: 3,376 rows")
                    .contains("✓ Connector airports: 3,376 rows in topic db.public.airports")
                    .contains("✓ Topic flights: 5,000 flights of 2001")
                    .contains("✓ Topic flights-enriched: 5,000 flights, 5,000 of them with both airports")
                    .contains("     \"destination_airport\" : {", "       \"name\" : \"San Francisco International\",")
                    .contains("update airports set name = 'Harvey Milk International' where iata = 'SFO';")
                    .containsPattern("SFO Harvey Milk International, CA → .*\\n *[0-9]+ ms from the commit")
                    .contains("A flight to XXX, which is no airport, passes with the header freshet.enrich.miss")
                    .containsPattern("Broker metrics  http://127.0.0.1:[0-9]+/metrics")
                    .contains("\"transforms.origin.type\" : \"io.freshet.transforms.enrich.Enrich$Value\",")
                    .endsWith("All stopped, nothing left behind.\n")
                    .as("without a terminal there are no colours")
                    .doesNotContain("\033[");
            assertMetrics(quickstart.output());
            quickstart.assertNothingIsLeft();
        }
    }

    /** Some that can only have these values, the right way through; and none that the agents do not expose. */
    private static void assertMetrics(String output) {
        assertThat(output)
                .doesNotContain("not exposed")
                .contains("kafka_controller_kafkacontroller_activecontrollercount  1\n")
                .contains("kafka_server_replicamanager_underreplicatedpartitions  0\n")
                .contains("kafka_connect_connect_worker_metrics_task_count  3\n");
        assertThat(output.lines().filter(line -> line.matches("   (kafka|jvm)_\\S+  [0-9].*")))
                .as("telling metrics, with their values")
                .hasSizeGreaterThanOrEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"✓ PostgreSQL", "min late"})
    void interrupt_atAnyMoment_stopsEverything(String moment) throws IOException {
        try (QuickstartProcess quickstart = start()) {
            quickstart.awaitOutput(moment, WHOLE_RUN);

            quickstart.interrupt();

            assertThat(quickstart.awaitExit(STOPPED)).isEqualTo(128 + 2);
            assertThat(quickstart.output()).endsWith("All stopped, nothing left behind.\n");
            quickstart.assertNothingIsLeft();
        }
    }

    @Test
    void portBase_portThatIsTaken_isOneLine() throws IOException {
        int base = Ports.free();
        try (ServerSocket taken = new ServerSocket(base + 3, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                QuickstartProcess quickstart = start("--once", "--port-base", Integer.toString(base))) {
            assertRefusal(
                    quickstart,
                    "✗ Port " + taken.getLocalPort() + ", meant for the Connect worker, is taken."
                            + " Choose another --port-base, or leave it out to take free ports.");
        }
    }

    @Test
    void javaHome_withoutJava_isOneLine() throws IOException {
        try (QuickstartProcess quickstart =
                QuickstartProcess.start(temporary, Map.of("JAVA_HOME", temporary.toString()), "--once")) {
            assertRefusal(
                    quickstart,
                    "✗ JAVA_HOME is " + temporary + ", but there is no bin/java in it. Point it to a JDK 17 or newer.");
        }
    }

    @Test
    void tmpdir_thatIsNotThere_isOneLine() throws IOException {
        Path nowhere = temporary.resolve("nowhere");
        try (QuickstartProcess quickstart =
                QuickstartProcess.start(temporary, Map.of("TMPDIR", nowhere.toString()), "--once")) {
            assertRefusal(quickstart, "✗ Nothing can be written to " + nowhere + ". Set TMPDIR to a folder of yours.");
        }
    }

    private static void assertRefusal(QuickstartProcess quickstart, String line) {
        assertThat(quickstart.awaitExit(AT_ONCE)).isEqualTo(1);
        assertThat(quickstart.output()).isEqualTo(line + "\n");
    }

    private QuickstartProcess start(String... arguments) throws IOException {
        return QuickstartProcess.start(temporary, Map.of(), arguments);
    }
}
