package io.freshet.agent.client;

import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.hotspot.DefaultExports;

/** Keeps metrics of its own in simpleclient's default registry. */
public final class OwnMetrics implements Runnable {
    @Override
    public void run() {
        Counter.build("orders", "Orders.")
                .labelNames("shop")
                .register()
                .labels("a\"b")
                .inc(3);
        Gauge.build("temperature", "Degrees.").register().set(-2.5);
        Histogram.build("weight", "Grams.").buckets(1, 10).register().observe(5);
        Gauge.build("freshet_agent_info", "A name that is taken.").register().set(1);
        DefaultExports.initialize();
    }
}
