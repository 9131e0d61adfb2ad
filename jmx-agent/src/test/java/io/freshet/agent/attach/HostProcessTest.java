package io.freshet.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostProcessTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.tools.StorageTool format -t id -c server.properties",
                "kafka.admin.ConfigCommand --describe",
                "org.apache.kafka.tools.TopicCommand --list",
                "org.apache.kafka.tools.consumer.ConsoleConsumer --topic t",
                "org.apache.kafka.tools.ConnectPluginPath list",
                "org.apache.kafka.shell.MetadataShell",
                "kafka.docker.KafkaDockerWrapper setup",
                "io.confluent.admin.utils.cli.KafkaReadyCommand 1 20",
                "org.apache.zookeeper.ZooKeeperMainWithTlsSupportForKafka -server localhost"
            })
    void isCommandLineTool_toolsOfKafka_true(String command) throws IOException {
        assertThat(new HostProcess(command).isCommandLineTool()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.Kafka server.properties",
                "org.apache.kafka.connect.cli.ConnectDistributed worker.properties",
                "org.apache.kafka.connect.cli.ConnectStandalone worker.properties",
                "org.apache.kafka.connect.mirror.MirrorMaker mm2.properties",
                "kafka.tools.MirrorMaker --whitelist .*",
                "com.example.Application",
                "com.example/com.example.Application",
                "kafka.toolshed.Application",
                "/opt/application.jar --port 1",
                ""
            })
    void isCommandLineTool_anythingElse_false(String command) throws IOException {
        assertThat(new HostProcess(command).isCommandLineTool()).isFalse();
    }
}
