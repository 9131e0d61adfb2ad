package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.client.Curious;
import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaBroker;
import io.freshet.local.KafkaVersion;
import io.freshet.local.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with the agent, the host runs. */
class HostSafetyIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String OFF = "freshet-agent: off: ";

    private final Path folder;

    HostSafetyIT(@TempDir Path folder) {
        this.folder = folder;
    }

    /** One JVM that is given the agent eleven times, each of which stays off for a reason of its own. */
    @Test
    void broker_tenBadSettingsAndATakenPort_runsAndSaysSoInALineEach() throws IOException {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("94o4", "port: must be a whole number from 1 to 65535. Found: 94o4 (options)");
        bad.put("prot=9404", "unknown key prot: did you mean port? (options)");
        bad.put(
                "config=/none.yaml",
                "config: must be a file that can be read. Found: /none.yaml, which does not exist (options)");
        bad.put("profile=some", "profile: must be one of essential, standard, all. Found: some (options)");
        bad.put("os.enabled=yes", "os.enabled: must be true or false. Found: yes (options)");
        bad.put("host=http://a", "host: must be a host name or an address. Found: http://a (options)");
        bad.put("series.max=1", "series.max: must be a whole number from 1000 to 10000000. Found: 1 (options)");
        Path typo = settings("typo.yaml", "topic:\n  deney: [a]\n");
        bad.put("config=" + typo, "unknown key topic.deney: did you mean topic.deny? (" + typo + ", line 2)");
        Path tab = settings("tab.yaml", "port: 9404\nhost: [a\n");
        bad.put(
                "config=" + tab,
                "config: must be YAML. Found: expected ',' or ']', but got <stream end> (" + tab + ", line 3)");
        Path garbage = settings("garbage.pem", "geheim");
        bad.put(
                "tls.certificate=" + garbage + ",tls.key=" + garbage,
                "tls.certificate: must be a PEM file of the server's certificate and those that vouch for it, in this "
                        + "order. Found: " + garbage + ", there is no certificate in it (options)");
        KafkaBroker.Builder builder = KafkaBroker.builder();
        bad.keySet().forEach(options -> builder.agent(AgentJar.path(), options));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                KafkaBroker broker = builder.agent(AgentJar.path(), AgentJar.options(taken.getLocalPort()))
                        .start()) {
            broker.createTopic("works", 1, Collections.emptyMap());

            List<String> expected = new ArrayList<>();
            bad.values().forEach(line -> expected.add(OFF + line));
            expected.add(OFF + "port " + taken.getLocalPort()
                    + " on 127.0.0.1 cannot be listened on: Address already in use");
            assertThat(agentLines(broker.process())).containsExactlyElementsOf(expected);
        }
    }

    private Path settings(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void host_unknownOption_runsAndSaysSoInOneLine() {
        try (JavaProcess host = curious(AgentJar.path(), "prot=9404")) {
            assertThat(agentLines(host)).containsExactly(OFF + "unknown key prot: did you mean port? (options)");
        }
    }

    @Test
    void host_classOfTheAgentMissing_runsAndSaysSoInOneLine() throws IOException {
        Path broken = without("agent/io/freshet/agent/hooks/Hooks.classdata");
        try (JavaProcess host = curious(broken, AgentJar.options(Ports.free()))) {
            assertThat(agentLines(host))
                    .containsExactly(OFF + "java.lang.NoClassDefFoundError: io/freshet/agent/hooks/Hooks");
        }
    }

    @Test
    void host_catalogueMissing_runsAndSaysSoInOneLine() throws IOException {
        int port = Ports.free();
        Path broken = without("agent/io/freshet/agent/catalogue/catalogue.txt");
        try (JavaProcess host = curious(broken, AgentJar.options(port))) {
            // This one fails on the agent's own thread, beside the host.
            host.awaitLog(OFF, SOON);
            assertThat(agentLines(host))
                    .containsExactly(OFF + "java.io.IOException: the jar of the agent lacks catalogue/catalogue.txt");
            Await.untilTrue("the port is given back", SOON, () -> Ports.isFree(port));
        }
    }

    @Test
    void host_withAgent_seesNothingOfItButAttachAndBridge() {
        int port = Ports.free();
        try (JavaProcess host = curious(
                AgentJar.path(),
                AgentJar.options(port),
                "io.freshet.agent.Agent",
                "io.freshet.agent.metric.Series",
                "net.bytebuddy.jar.asm.ClassReader",
                "io.prometheus.client.Collector",
                "org.snakeyaml.engine.v2.api.Load",
                "io.freshet.agent.bridge.Bridge",
                "io.freshet.agent.attach.AgentMain")) {
            host.awaitLog("metrics on http://127.0.0.1:" + port + "/metrics", SOON);

            assertThat(host.logText())
                    .contains(
                            "io.freshet.agent.Agent hidden",
                            "io.freshet.agent.metric.Series hidden",
                            "net.bytebuddy.jar.asm.ClassReader hidden",
                            "io.prometheus.client.Collector hidden",
                            "org.snakeyaml.engine.v2.api.Load hidden",
                            "io.freshet.agent.bridge.Bridge visible",
                            "io.freshet.agent.attach.AgentMain visible");
            assertThat(Scrape.text(port).families()).containsKeys("jvm_info", "freshet_agent_info");
        }
    }

    @Test
    void tool_withAgent_isLeftAlone() {
        int port = Ports.free();
        Path log = folder.resolve("tool.log");
        try (JavaProcess tool = JavaProcess.builder("kafka-storage")
                .classPath(KafkaVersion.V4_3.classPath())
                .mainClass("kafka.tools.StorageTool")
                .args("random-uuid")
                .agent(AgentJar.path(), AgentJar.options(port))
                .jvmArgs("-Dlog4j2.level=OFF")
                .log(log)
                .start()) {
            assertThat(tool.awaitExit(SOON)).isZero();
            assertThat(tool.logText().strip()).matches("[A-Za-z0-9_-]{22}");
        }
    }

    private JavaProcess curious(Path agent, String options, String... classNames) {
        JavaProcess host = JavaProcess.builder("host")
                .classPath(withoutAgentClasses())
                .mainClass(Curious.class.getName())
                .args(classNames)
                .agent(agent, options)
                .log(folder.resolve("host.log"))
                .start();
        host.awaitLog("waiting", SOON);
        return host;
    }

    /** Only the program itself: the agent's classes are not on the class path of a host. */
    private String withoutAgentClasses() {
        try {
            Path classes = Files.createDirectories(folder.resolve("classes"));
            String name = "io/freshet/agent/client/Curious.class";
            Path copy = classes.resolve(name);
            Files.createDirectories(copy.resolveSibling("."));
            Files.copy(Path.of(AgentJar.testClasses(), name), copy);
            return classes.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> agentLines(JavaProcess host) {
        return host.logText()
                .lines()
                .filter(line -> line.contains("freshet-agent"))
                .toList();
    }

    /** The agent's jar, less one file. */
    private Path without(String missing) throws IOException {
        return AgentJar.copy(folder.resolve("broken.jar"), AgentJar.version(), name -> !name.equals(missing));
    }
}
