package io.freshet.agent.catalogue;

import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.MetricSource;
import java.util.function.DoubleSupplier;

/**
 * How many pools of request handlers share the meter of idle time.
 *
 * <p>In Kafka 3.9 and 4.0 a broker that is also a controller has two pools, each of which adds its own idle time, divided by
 * its own number of threads, to one meter: two seconds per second when both are idle. Recent versions, such as 4.3, divide by the
 * threads of both pools, and have a meter per pool besides.
 */
final class RequestHandlerPools {
    private static final String SHARED = "RequestHandlerAvgIdlePercent";

    private volatile boolean broker;
    private volatile boolean controller;
    private volatile boolean meterPerPool;

    /** Learns from each metric of the process. */
    void observe(MetricSource source) {
        if (source.origin() == MetricSource.Origin.BEAN && source.domain().equals("kafka.server")) {
            switch (source.type()) {
                case "KafkaServer":
                    broker |= source.name().equals("BrokerState");
                    break;
                case "ControllerServer":
                    controller |= source.name().equals("ClusterId");
                    break;
                case "KafkaRequestHandlerPool":
                    meterPerPool |= source.name().equals("Broker" + SHARED)
                            || source.name().equals("Controller" + SHARED);
                    break;
                default:
                    break;
            }
        }
    }

    /** The idle time of all pools, as if they were one. */
    DoubleSupplier idleTime(MetricSource meter) {
        DoubleSupplier reading = meter.number();
        if (!meter.name().equals(SHARED)) {
            return reading;
        }
        return () -> {
            double idle = reading.getAsDouble();
            boolean addedUp = broker && controller && !meterPerPool;
            return Absent.is(idle) || !addedUp ? idle : idle / 2;
        };
    }
}
