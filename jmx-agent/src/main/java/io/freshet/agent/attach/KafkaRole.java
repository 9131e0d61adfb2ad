package io.freshet.agent.attach;

import java.io.IOException;

/** What a JVM is to Kafka, as far as its main class and its class path tell. */
final class KafkaRole {
    private KafkaRole() {}

    /** Empty where nothing points to Kafka. */
    static String of(String command, String classPath) throws IOException {
        HostProcess process = new HostProcess(command);
        switch (process.mainClass()) {
            case "kafka.Kafka":
            case "kafka.docker.KafkaDockerWrapper":
                return "broker";
            case "org.apache.kafka.connect.cli.ConnectDistributed":
            case "org.apache.kafka.connect.cli.ConnectStandalone":
                return "connect";
            case "org.apache.kafka.connect.mirror.MirrorMaker":
                return "mirror";
            default:
                break;
        }
        if (process.isCommandLineTool()) {
            return "tool";
        }
        if (classPath.contains("kafka-streams")) {
            return "streams";
        }
        return classPath.contains("kafka-clients") ? "client" : "";
    }
}
