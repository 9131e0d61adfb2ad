package io.freshet.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.metric.MetricSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestHandlerPoolsTest {
    private static final String SHARED = "RequestHandlerAvgIdlePercent";

    private final RequestHandlerPools pools = new RequestHandlerPools();

    @Test
    void idleTime_brokerOnly_isThatOfTheMeter() {
        observe("KafkaServer", "BrokerState");

        assertThat(idle(SHARED)).isEqualTo(8);
    }

    @Test
    void idleTime_brokerAndControllerInOneMeter_isHalved() {
        observe("ControllerServer", "ClusterId");
        observe("KafkaServer", "BrokerState");

        assertThat(idle(SHARED)).isEqualTo(4);
    }

    @Test
    void idleTime_brokerAndControllerWithAMeterEach_isThatOfTheMeter() {
        observe("ControllerServer", "ClusterId");
        observe("KafkaServer", "BrokerState");
        observe("KafkaRequestHandlerPool", "Broker" + SHARED);

        assertThat(idle(SHARED)).isEqualTo(8);
        assertThat(idle("Broker" + SHARED)).isEqualTo(8);
    }

    private void observe(String type, String name) {
        pools.observe(MetricSource.bean("kafka.server", type, name, List.of()).gauge(() -> 1));
    }

    private double idle(String name) {
        return pools.idleTime(MetricSource.bean("kafka.server", "KafkaRequestHandlerPool", name, List.of())
                        .nanosecondMeter(() -> 8, rate -> () -> 1))
                .getAsDouble();
    }
}
