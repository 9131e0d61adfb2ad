package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.text.Sample;
import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaVersion;
import io.freshet.local.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code lag} against a cluster of three brokers with groups of all kinds. */
class LagIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> COMMITTING = List.of("classics", "moderns", "leavers", "singles", "markers");

    private static final Pattern HEAD = Pattern.compile("(?m)^GROUP +TOPIC +LAG ");

    /** What a JVM exits with that was told to end. */
    private static final int SIGTERM = 128 + 15;

    private final Path folder;

    LagIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void lag_groupsOfAllKinds_isThatOfKafkaItself() throws Exception {
        try (LagCluster cluster = LagCluster.start(KafkaVersion.V4_3, 3);
                LagGroups groups = new LagGroups(cluster.bootstrapServers(), "orders")) {
            Admin admin = cluster.broker(1).admin();
            admin.createTopics(List.of(new NewTopic("orders", 6, (short) 1)))
                    .all()
                    .get();
            groups.produce(2_000);
            groups.streams("streamers", 100, folder);
            Consumer<String, String> classic = groups.member("classics", "classic", 300);
            groups.member("moderns", "consumer", 500);
            groups.empty("leavers", 700);
            groups.simple("singles", 2, 50);
            groups.share("sharers", 400);
            admin.createTopics(List.of(new NewTopic("payments", 1, (short) 1)))
                    .all()
                    .get();
            groups.transaction("payments", "markers");

            once_isThatOfKafkaItself(cluster, admin);
            once_failOn_tellsByItsExitCode(cluster);
            watch_showsTheTableAgainAndAgain(cluster);
            watch_onATerminal_drawsItAnewInColours(cluster);
            served_underLoad_isNeverNegativeAndThenThatOfKafkaItself(cluster, admin, groups, classic);
        }
    }

    private void once_isThatOfKafkaItself(LagCluster cluster, Admin admin) throws Exception {
        LagAnswer answer = LagAnswer.parse(lag(0, cluster, "--once", "--json"));

        Map<String, Map<String, Long>> printed = LagAnswer.printed(kafkaTool(cluster));
        assertThat(printed).containsOnlyKeys(COMMITTING);
        Map<String, Map<String, Long>> expected = new TreeMap<>(printed);
        expected.put("sharers", LagAnswer.shared(admin));
        expected.putAll(LagAnswer.told(admin, List.of("streamers")));
        assertThat(answer.lags()).isEqualTo(expected);
        assertThat(kinds(answer))
                .isEqualTo(Map.of(
                        "classics", "classic",
                        "moderns", "consumer",
                        "leavers", "classic",
                        "singles", "simple",
                        "markers", "simple",
                        "sharers", "share",
                        "streamers", "streams"));
        Map<?, ?> streamers = answer.groups().getOrDefault("streamers", Map.of());
        assertThat(streamers.get("state")).isEqualTo("Stable");
        assertThat(streamers.get("members")).isEqualTo(1);
        // One offset that is no record.
        assertThat(answer.lags().get("markers")).isEqualTo(Map.of("payments-0", 1L));
        Map<String, Double> seconds = new TreeMap<>();
        answer.groups()
                .forEach((name, group) -> seconds.put(name, Double.valueOf(String.valueOf(group.get("seconds")))));
        assertThat(seconds).containsEntry("markers", 0.0);
        assertThat(seconds.values()).allSatisfy(value -> assertThat(value).isBetween(0.0, 120.0));
    }

    private void once_failOn_tellsByItsExitCode(LagCluster cluster) {
        assertThat(lag(2, cluster, "--fail-on", "leav*")).containsPattern("leavers +orders +[0-9]+ .* STOP ");
        lag(0, cluster, "--fail-on", "classics");
        assertThat(new AgentCommand(folder).run(1, "lag", "--bootstrap-sever", "x"))
                .contains("freshet-agent: unknown option --bootstrap-sever: did you mean --bootstrap-server?");
    }

    private void watch_showsTheTableAgainAndAgain(LagCluster cluster) {
        try (JavaProcess watch = JavaProcess.builder("watch")
                .classPath(AgentJar.path().toString())
                .mainClass("io.freshet.agent.attach.AgentMain")
                .args("lag", "--bootstrap-server", cluster.bootstrapServers(), "--watch", "--interval", "1s")
                .log(folder.resolve("watch.log"))
                .start()) {
            Await.untilTrue(
                    "three tables",
                    SOON,
                    () -> HEAD.matcher(watch.logText()).results().count() >= 3);
            assertThat(watch.logText())
                    .containsPattern("(?m)^leavers +orders +[0-9]+ .* STOP ")
                    .doesNotContain("\u001b");
            watch.terminate();
            assertThat(watch.awaitExit(SOON)).isEqualTo(SIGTERM);
        }
    }

    /** Through util-linux' script, which makes a terminal. */
    private void watch_onATerminal_drawsItAnewInColours(LagCluster cluster) throws Exception {
        Optional<Path> script = Stream.of("/usr/bin/script", "/bin/script")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (script.isEmpty() || !isOfUtilLinux(script.get())) {
            return;
        }
        Path log = folder.resolve("terminal.log");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String command = "exec " + java + " -XX:TieredStopAtLevel=1 -jar " + AgentJar.path()
                + " lag --bootstrap-server " + cluster.bootstrapServers() + " --watch --interval 1s";
        ProcessBuilder builder = new ProcessBuilder(script.get().toString(), "-q", "-f", "-c", command, log.toString())
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("NO_COLOR");
        Process terminal = builder.start();
        try {
            Await.untilTrue(
                    "a table that is drawn anew", SOON, () -> text(log).split("\u001b\\[H\u001b\\[2J", -1).length > 2);
            assertThat(text(log)).contains("\u001b[31mSTOP\u001b[0m");
        } finally {
            terminal.descendants().forEach(ProcessHandle::destroy);
            terminal.destroy();
            terminal.waitFor();
        }
    }

    private static boolean isOfUtilLinux(Path script) throws Exception {
        Process version = new ProcessBuilder(script.toString(), "--version").start();
        String said = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return version.waitFor() == 0 && said.contains("util-linux");
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void served_underLoad_isNeverNegativeAndThenThatOfKafkaItself(
            LagCluster cluster, Admin admin, LagGroups groups, Consumer<String, String> classic) throws Exception {
        int port = Ports.free();
        try (JavaProcess service = JavaProcess.builder("lag")
                .classPath(AgentJar.path().toString())
                .mainClass("io.freshet.agent.attach.AgentMain")
                .args("lag", "--bootstrap-server", cluster.bootstrapServers(), "--host", "127.0.0.1")
                .args("--port", String.valueOf(port), "--interval", "2s")
                .log(folder.resolve("service.log"))
                .start()) {
            service.awaitLog("lag on http://127.0.0.1:" + port, SOON);
            Await.untilTrue("the first look", SOON, () -> scraped(port).size() == 7);
            groups.assertUnderLoad(
                    classic, List.of(() -> ShownLag.whole(List.of(port)).lags()));
            Map<String, Map<String, Long>> expected = LagAnswer.told(admin, COMMITTING);
            expected.put("sharers", LagAnswer.shared(admin));
            expected.putAll(LagAnswer.told(admin, List.of("streamers")));
            Await.untilTrue("the lag of " + expected, SOON, () -> scraped(port).equals(expected));
            seconds_areThoseOfTheNextRecord(cluster, port);
            aDeletedGroup_isGone(admin, port);
            aBrokerThatIsDown_costsItsPartOnly(cluster, port);
            aDeletedTopic_isGone(admin, port);
            assertThat(Scrape.text(port).samples("freshet_agent_errors_total", Map.of()))
                    .allMatch(sample -> sample.value() == 0);
        }
    }

    private static void seconds_areThoseOfTheNextRecord(LagCluster cluster, int port) {
        Scrape scrape = withAllSeconds(port);
        double looked = scrape.value("freshet_lag_look_timestamp_seconds", Map.of());
        for (String group : COMMITTING) {
            for (Sample sample : scrape.samples("kafka_consumergroup_current_offset", Map.of("consumergroup", group))) {
                OptionalDouble written = LagGroups.timestamp(
                        cluster.bootstrapServers(),
                        String.valueOf(sample.labels().get("topic")),
                        Integer.parseInt(String.valueOf(sample.labels().get("partition"))),
                        (long) sample.value());
                double seconds = scrape.value("kafka_consumergroup_lag_seconds", sample.labels());
                double truth = written.isPresent() ? looked - written.getAsDouble() : 0;
                // Three looks.
                assertThat(seconds).as("%s", sample).isBetween(truth - 6, truth + 6);
            }
        }
    }

    /** A page of a look that has found the times of all groups. */
    private static Scrape withAllSeconds(int port) {
        return Await.until("the seconds of all groups", SOON, () -> {
            Scrape page = Scrape.text(port);
            return COMMITTING.stream().allMatch(group -> hasAllSeconds(page, group)) ? page : null;
        });
    }

    private static boolean hasAllSeconds(Scrape page, String group) {
        Map<String, String> own = Map.of("consumergroup", group);
        int offsets = page.samples("kafka_consumergroup_current_offset", own).size();
        return offsets > 0
                && offsets
                        == page.samples("kafka_consumergroup_lag_seconds", own).size();
    }

    private static void aDeletedGroup_isGone(Admin admin, int port) throws Exception {
        admin.deleteConsumerGroups(List.of("leavers")).all().get();

        Await.untilTrue("the group to be gone", SOON, () -> !Scrape.page(port).contains("leavers"));
    }

    private static void aBrokerThatIsDown_costsItsPartOnly(LagCluster cluster, int port) {
        cluster.broker(3).kill9();
        // The first such look may wait for that broker so long that it finds nothing else.
        Await.untilTrue("what the other brokers have", SOON.multipliedBy(2), () -> {
            Scrape scrape = Scrape.text(port);
            return scrape.samples("freshet_lag_incomplete", Map.of()).stream().anyMatch(sample -> sample.value() > 0)
                    && !scrape.samples("kafka_consumergroup_lag", Map.of()).isEmpty();
        });
        cluster.broker(3).start();
        assertThat(ShownLag.whole(List.of(port)).lags()).containsKeys("classics", "moderns", "singles");
    }

    private static void aDeletedTopic_isGone(Admin admin, int port) throws Exception {
        admin.deleteTopics(List.of("orders", "payments")).all().get();

        Await.untilTrue("the topic to be gone", SOON, () -> scraped(port).isEmpty());
    }

    private static Map<String, Map<String, Long>> scraped(int port) {
        return ShownLag.at(List.of(port)).lags();
    }

    private static Map<String, String> kinds(LagAnswer answer) {
        Map<String, String> kinds = new HashMap<>();
        answer.groups().forEach((name, group) -> kinds.put(name, String.valueOf(group.get("kind"))));
        return kinds;
    }

    private String lag(int exitCode, LagCluster cluster, String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "lag";
        arguments[1] = "--bootstrap-server";
        arguments[2] = cluster.bootstrapServers();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return new AgentCommand(folder).run(exitCode, arguments);
    }

    private String kafkaTool(LagCluster cluster) {
        try (JavaProcess tool = JavaProcess.builder("groups")
                .classPath(KafkaVersion.V4_3.classPath())
                .mainClass("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand")
                .args(
                        "--bootstrap-server",
                        cluster.bootstrapServers(),
                        "--describe",
                        "--all-groups",
                        "--timeout",
                        "30000")
                .log(folder.resolve("tool.log"))
                .start()) {
            tool.awaitExit(SOON);
            return tool.logText();
        }
    }
}
