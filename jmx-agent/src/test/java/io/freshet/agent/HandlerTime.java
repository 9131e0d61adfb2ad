package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.text.Scrape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the request handlers of a broker do with their time, from one moment to another: how much of it they are idle, as the
 * agent says, and how much of it requests take, as Kafka says.
 */
final class HandlerTime {
    /** The meters of idle time: of all pools, and of each pool where the version has them. */
    static final String ALL = "";

    static final String BROKER = "broker";
    static final String CONTROLLER = "controller";

    /** Settings of a topic whose messages the handlers compress. */
    static final Map<String, String> COMPRESSED = Map.of("compression.type", "gzip");

    /** Idle time is counted when a wait of up to 300 ms ends. */
    private static final double GRAIN = 0.3;

    private static final String IDLE = "kafka_server_kafkarequesthandlerpool_%srequesthandleravgidle_seconds_total";
    private static final String REQUESTS = "kafka_network_requestmetrics_localtimems";

    /** Each fetch is counted as Fetch and as one of these. */
    private static final Set<String> COUNTED_TWICE = Set.of("FetchConsumer", "FetchFollower");

    private final Moment start;
    private final Moment end;

    private HandlerTime(Moment start, Moment end) {
        this.start = start;
        this.end = end;
    }

    /** What the agent at a port said at about this time, in nanoseconds. */
    record Moment(Scrape scrape, long asked, long answered) {
        static Moment now(int port) {
            long asked = System.nanoTime();
            Scrape scrape = Scrape.text(
                    port, List.of(IDLE.formatted(ALL), IDLE.formatted(BROKER), IDLE.formatted(CONTROLLER), REQUESTS));
            return new Moment(scrape, asked, System.nanoTime());
        }

        HandlerTime until(Moment end) {
            return new HandlerTime(this, end);
        }
    }

    /** Gives the handlers of a broker large messages to compress, one after the other. */
    static void load(String servers, String topic, double seconds) throws Exception {
        byte[] large = new byte[800_000];
        Random random = new Random(1);
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ('a' + random.nextInt(16));
        }
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            long end = System.nanoTime() + (long) (seconds * 1e9);
            while (System.nanoTime() - end < 0) {
                producer.send(new ProducerRecord<>(topic, large)).get();
            }
        }
    }

    /** The share of time that a pool was idle, which is never more than all of it. */
    double idle(String pool) {
        String name = IDLE.formatted(pool);
        double grown = end.scrape.value(name, Map.of()) - start.scrape.value(name, Map.of());
        assertThat(grown).as(name).isBetween(0.0, (end.answered - start.asked) / 1e9 + GRAIN);
        return grown / seconds();
    }

    /** How many handlers requests have kept busy, on average. */
    double busy() {
        return (requests(end) - requests(start)) / 1e3 / seconds();
    }

    /** Milliseconds that handlers have spent on producing and fetching. */
    private static double requests(Moment moment) {
        return moment.scrape.samples(REQUESTS + "_sum", Map.of()).stream()
                .filter(sample -> !COUNTED_TWICE.contains(sample.labels().get("request")))
                .mapToDouble(sample -> sample.value())
                .sum();
    }

    double seconds() {
        return (end.answered - start.answered) / 1e9;
    }
}
