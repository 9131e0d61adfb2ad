package io.freshet.quickstart;

import io.freshet.local.Ports;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Who listens where, all on 127.0.0.1. */
record PortPlan(int postgres, int broker, int controller, int worker, int brokerMetrics, int workerMetrics) {
    static final int COUNT = 6;

    /** Six ports in a row from a base, or six free ones. */
    static PortPlan of(OptionalInt base) {
        if (base.isEmpty()) {
            return new PortPlan(Ports.free(), Ports.free(), Ports.free(), Ports.free(), Ports.free(), Ports.free());
        }
        int first = base.getAsInt();
        PortPlan plan = new PortPlan(first, first + 1, first + 2, first + 3, first + 4, first + 5);
        plan.requireFree();
        return plan;
    }

    private void requireFree() {
        Map<String, Integer> plan = new LinkedHashMap<>();
        plan.put("PostgreSQL", postgres);
        plan.put("the Kafka broker", broker);
        plan.put("the Kafka controller", controller);
        plan.put("the Connect worker", worker);
        plan.put("the broker's metrics", brokerMetrics);
        plan.put("the worker's metrics", workerMetrics);
        plan.forEach((who, port) -> {
            if (!Ports.isFree(port)) {
                throw new CannotRunException("Port " + port + ", meant for " + who
                        + ", is taken. Choose another --port-base, or leave it out to take free ports.");
            }
        });
    }
}
