package io.freshet.comparisons.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void page_sameValueByEachNamingRule_hasOneId() {
        assertThat(values("kafka_server_brokertopicmetrics_bytesin_total{topic=\"orders\"} 3"))
                .isEqualTo(values("kafka_server_brokertopicmetrics_bytesinpersec_total{topic=\"orders\",} 3.0"))
                .isEqualTo(Map.of("brokertopicmetrics bytesin kafka orders server topic", 3.0));
        assertThat(values("kafka_network_requestmetrics_totaltimems{request=\"Fetch\",quantile=\"0.5\"} 1"))
                .isEqualTo(values("kafka_network_requestmetrics_totaltimems{quantile=\"0.50\",request=\"Fetch\"} 1"));
    }

    @Test
    void page_labelsInsideTheName_haveTheSameIdAsLabels() {
        assertThat(
                        values(
                                "kafka_server_socket_server_metrics__listener_plaintext__networkprocessor_0_connection_count 2"))
                .isEqualTo(values("kafka_server_socket_server_metrics_connection_count"
                        + "{listener=\"PLAINTEXT\",networkProcessor=\"0\"} 2"));
    }

    @Test
    void page_otherValues_haveOtherIds() {
        assertThat(values("a_b{partition=\"1\"} 1").keySet())
                .doesNotContainAnyElementsOf(values("a_b{partition=\"2\"} 1").keySet())
                .doesNotContainAnyElementsOf(
                        values("a_b_sum{partition=\"1\"} 1").keySet());
    }

    @Test
    void isQuantileOfNothing_histogramWithoutObservations_isTrueForItsQuantiles() {
        Values.Page page = Values.page("h_count{r=\"A\"} 0\nh_count{r=\"B\"} 1\n");

        assertThat(Values.isQuantileOfNothing("a h r quantile 0.5", page)).isTrue();
        assertThat(Values.isQuantileOfNothing("b h r quantile 0.5", page)).isFalse();
        assertThat(Values.isQuantileOfNothing("a h r", page)).isFalse();
    }

    private static Map<String, Double> values(String line) {
        return Values.page("# TYPE x untyped\n" + line + "\n").values();
    }
}
