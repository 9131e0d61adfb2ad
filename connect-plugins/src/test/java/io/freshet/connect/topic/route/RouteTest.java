package io.freshet.connect.topic.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.connect.topic.partition.TopicSizes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class RouteTest {
    @Test
    void targets_ofTopics_areAsLargeAsTheirSources() {
        Route route = matching("flights.*", "copy.of.${topic}.v2");

        assertThat(route.targets(TopicSizes.of(Map.of("flights", 3, "flights-eu", 1))))
                .isEqualTo(TopicSizes.of(Map.of("copy.of.flights.v2", 3, "copy.of.flights-eu.v2", 1)));
    }

    @Test
    void refuseOwnOutput_regexMatchesATarget_namesBoth() {
        assertThatThrownBy(() -> matching("flights.*", "${topic}-enriched").refuseOwnOutput(List.of("flights")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "topic.format: a target topic must not be read again. Found: flights -> flights-enriched, which"
                                + " topics.regex=flights.* selects too. Choose another topic.format or narrow the selection");
    }

    @Test
    void refuseOwnOutput_targetIsListed_namesBoth() {
        Route route = new Route(
                new TopicSelection.Listed(Set.of("flights", "flights-enriched")), new TopicFormat("${topic}-enriched"));

        assertThatThrownBy(() -> route.refuseOwnOutput(List.of("flights", "flights-enriched")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("topics=flights,flights-enriched selects too");
    }

    @Test
    void refuseOwnOutput_regexLeavesTargetsOut_passes() {
        assertThatCode(() -> matching("flights(?!.*-enriched).*", "${topic}-enriched")
                        .refuseOwnOutput(List.of("flights", "flights-eu")))
                .doesNotThrowAnyException();
    }

    @Test
    void target_nameKafkaWouldRefuse_isRefused() {
        String longest = "t".repeat(245);
        TopicFormat format = new TopicFormat("${topic}-new");
        assertThat(format.apply(longest)).hasSize(249);
        assertThatThrownBy(() -> format.apply(longest + "t"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("topic.format: must give names of 1 to 249 letters");
    }

    private static Route matching(String regex, String format) {
        return new Route(new TopicSelection.Matching(Pattern.compile(regex)), new TopicFormat(format));
    }
}
