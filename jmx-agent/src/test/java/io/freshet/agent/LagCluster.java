package io.freshet.agent;

import io.freshet.local.KafkaBroker;
import io.freshet.local.KafkaVersion;
import io.freshet.local.Ports;
import java.util.ArrayList;
import java.util.List;

/** Brokers that share groups and partitions among them; the first is the controller as well. */
final class LagCluster implements AutoCloseable {
    private final List<KafkaBroker> brokers = new ArrayList<>();

    private LagCluster() {}

    static LagCluster start(KafkaVersion version, int count) {
        LagCluster cluster = new LagCluster();
        int controller = Ports.free();
        for (int id = 1; id <= count; id++) {
            int port = Ports.free();
            KafkaBroker.Builder broker = KafkaBroker.builder()
                    .version(version)
                    .port(port)
                    .heap("256m")
                    .config("node.id", String.valueOf(id))
                    .config("controller.quorum.voters", "1@127.0.0.1:" + controller)
                    .config("offsets.topic.num.partitions", "6");
            if (id == 1) {
                broker.controllerPort(controller);
            } else {
                broker.config("process.roles", "broker").config("listeners", "PLAINTEXT://127.0.0.1:" + port);
            }
            cluster.brokers.add(broker.start());
        }
        return cluster;
    }

    KafkaBroker broker(int id) {
        return brokers.get(id - 1);
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
