package io.freshet.agent;

import io.freshet.local.KafkaBroker;
import io.freshet.local.KafkaVersion;
import io.freshet.local.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Brokers that share groups and partitions among them; the first is the controller as well. */
final class LagCluster implements AutoCloseable {
    private final List<KafkaBroker> brokers = new ArrayList<>();

    private final List<Integer> agents = new ArrayList<>();

    private LagCluster() {}

    static LagCluster start(KafkaVersion version, int count) {
        return start(version, count, "", Map.of());
    }

    /** With an agent in each that has these options, unless they are empty. */
    static LagCluster start(KafkaVersion version, int count, String options, Map<String, String> config) {
        LagCluster cluster = new LagCluster();
        int controller = Ports.free();
        for (int id = 1; id <= count; id++) {
            int port = Ports.free();
            KafkaBroker.Builder broker = KafkaBroker.builder()
                    .version(version)
                    .port(port)
                    .heap("256m")
                    .member(id, controller)
                    .config("offsets.topic.num.partitions", "6");
            config.forEach(broker::config);
            if (config.containsKey("inter.broker.listener.name")) {
                addListener(broker, config.get("inter.broker.listener.name"), port, id == 1 ? controller : 0);
            }
            if (!options.isEmpty()) {
                int agent = Ports.free();
                cluster.agents.add(agent);
                broker.agent(AgentJar.path(), "port=" + agent + ",host=127.0.0.1," + options);
            }
            cluster.brokers.add(broker.start());
        }
        return cluster;
    }

    KafkaBroker broker(int id) {
        return brokers.get(id - 1);
    }

    /** By which brokers ask each other, while clients may use the other one. */
    private static void addListener(KafkaBroker.Builder broker, String name, int port, int controller) {
        String both = "PLAINTEXT://127.0.0.1:" + port + "," + name + "://127.0.0.1:" + Ports.free();
        broker.config("listeners", both + (controller == 0 ? "" : ",CONTROLLER://127.0.0.1:" + controller))
                .config("advertised.listeners", both);
    }

    int count() {
        return brokers.size();
    }

    /** Where the agent of a broker listens. */
    int agentPort(int id) {
        return agents.get(id - 1);
    }

    /** Of all brokers. */
    List<Integer> agentPorts() {
        return List.copyOf(agents);
    }

    String bootstrapServers() {
        return brokers.get(0).bootstrapServers();
    }

    @Override
    public void close() {
        for (int i = brokers.size() - 1; i >= 0; i--) {
            brokers.get(i).close();
        }
    }
}
