package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.client.SeparateLoaders;
import io.freshet.agent.logging.Log4j2Speaker;
import io.freshet.agent.logging.LogbackSpeaker;
import io.freshet.agent.logging.Reload4jSpeaker;
import io.freshet.agent.text.Scrape;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaVersion;
import io.freshet.local.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real frameworks in one JVM, one of them twice. */
class LogEventsIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path folder;

    LogEventsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void host_withThreeFrameworks_isCountedOnceByLoggerAndLevel() {
        int port = Ports.free();
        String log4j2 = BootJar.classPath(BootJar.of(KafkaVersion.V4_3, "log4j-api-", "log4j-core-"));
        String reload4j = BootJar.classPath(BootJar.of(KafkaVersion.V3_9, "reload4j-"));
        String logback = BootJar.classPath(Stream.of("logback-", "slf4j-api-")
                .flatMap(BootJar::allOnTheClassPath)
                .toList());
        try (JavaProcess host = JavaProcess.builder("logging")
                .classPath(AgentJar.testClasses())
                .mainClass(SeparateLoaders.class.getName())
                .args(Log4j2Speaker.class.getName(), log4j2)
                .args(Log4j2Speaker.class.getName(), log4j2)
                .args(Reload4jSpeaker.class.getName(), reload4j)
                .args(LogbackSpeaker.class.getName(), logback)
                .agent(AgentJar.path(), AgentJar.options(port) + ",logs.loggers=com.acme.bank,logs.depth=2")
                .log(folder.resolve("logging.log"))
                .start()) {
            host.awaitLog("waiting", SOON);
            host.awaitLog("metrics on", SOON);

            Scrape scrape = Scrape.text(port);

            assertThat(events(scrape, "kafka.controller", "INFO")).isEqualTo(8);
            assertThat(events(scrape, "kafka.controller", "ERROR")).isEqualTo(4);
            assertThat(events(scrape, "state.change.logger", "TRACE")).isEqualTo(4);
            assertThat(events(scrape, "state.change.logger", "ERROR")).isZero();
            assertThat(events(scrape, "com.acme", "WARN")).isEqualTo(4);
            assertThat(scrape.samples("freshet_log_events_total", Map.of("level", "DEBUG")))
                    .isEmpty();
            assertThat(level(scrape, "kafka.controller")).isEqualTo("INFO");
            assertThat(level(scrape, "state.change.logger")).isEqualTo("TRACE");
            assertThat(level(scrape, "com.acme")).isEqualTo("WARN");
            for (String hook : List.of("log4j2", "reload4j", "logback")) {
                assertThat(scrape.value("freshet_agent_hook_applied", Map.of("hook", hook)))
                        .as(hook)
                        .isEqualTo(1);
            }
            assertThat(scrape.samples("freshet_agent_errors_total", Map.of())).allMatch(sample -> sample.value() == 0);
        }
    }

    @Test
    void host_withAsyncLoggers_isCountedOnceToo() {
        int port = Ports.free();
        String log4j2 = BootJar.classPath(Stream.concat(
                        BootJar.of(KafkaVersion.V4_3, "log4j-api-", "log4j-core-").stream(),
                        BootJar.allOnTheClassPath("disruptor-"))
                .toList());
        try (JavaProcess host = JavaProcess.builder("async logging")
                .classPath(AgentJar.testClasses())
                .mainClass(SeparateLoaders.class.getName())
                .args(Log4j2Speaker.class.getName(), log4j2)
                .jvmArgs("-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector")
                .agent(AgentJar.path(), AgentJar.options(port))
                .log(folder.resolve("async.log"))
                .start()) {
            host.awaitLog("waiting", SOON);
            host.awaitLog("metrics on", SOON);

            Scrape scrape = Scrape.text(port);

            assertThat(events(scrape, "kafka.controller", "INFO")).isEqualTo(2);
            assertThat(events(scrape, "kafka.controller", "ERROR")).isEqualTo(1);
            assertThat(events(scrape, "state.change.logger", "TRACE")).isEqualTo(1);
            assertThat(level(scrape, "kafka.controller")).isEqualTo("INFO");
            assertThat(scrape.value("freshet_agent_hook_applied", Map.of("hook", "log4j2_async")))
                    .isEqualTo(1);
            assertThat(scrape.samples("freshet_agent_errors_total", Map.of())).allMatch(sample -> sample.value() == 0);
        }
    }

    private static double events(Scrape scrape, String logger, String level) {
        return scrape.value("freshet_log_events_total", Map.of("logger", logger, "level", level));
    }

    private static String level(Scrape scrape, String logger) {
        return scrape.samples("freshet_log_level_info", Map.of("logger", logger)).stream()
                .map(sample -> sample.labels().getOrDefault("value", ""))
                .collect(Collectors.joining(", "));
    }
}
