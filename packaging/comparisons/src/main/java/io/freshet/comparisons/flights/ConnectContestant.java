package io.freshet.comparisons.flights;

import io.freshet.comparisons.process.Jvm;
import io.freshet.local.ConnectWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Connect worker with Freshet's archive: TopicSourceConnector, with or without Enrich. */
record ConnectContestant(String name, String converter, boolean joins, Path plugins) implements Contestant {
    static final String FAST = "io.freshet.connect.json.FastJsonConverter";
    static final String KAFKAS = "org.apache.kafka.connect.json.JsonConverter";

    private static final int TASKS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public Running start(String bootstrapServers, String target, Path folder, List<String> jvmArgs) {
        ConnectWorker worker = ConnectWorker.builder(bootstrapServers)
                .folder(folder)
                .groupId(target)
                .plugins(plugins)
                .heap(FlightsComparison.HEAP)
                .jvmArgs(Jvm.flags())
                .jvmArgs(jvmArgs.toArray(String[]::new))
                .config("offset.flush.interval.ms", FlightsComparison.COMMIT_INTERVAL)
                .start();
        try {
            worker.connectors().put("flights", connector(bootstrapServers, target));
            worker.connectors().awaitRunning("flights", TASKS, PATIENCE);
        } catch (RuntimeException e) {
            worker.close();
            throw e;
        }
        return new Running() {
            @Override
            public long pid() {
                return worker.process().pid();
            }

            @Override
            public void close() {
                worker.close();
            }
        };
    }

    private Map<String, String> connector(String bootstrapServers, String target) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", "io.freshet.connect.topic.TopicSourceConnector");
        config.put("tasks.max", Integer.toString(TASKS));
        config.put("topics", FlightTopics.FLIGHTS);
        config.put("topic.format", target);
        config.put("source.bootstrap.servers", bootstrapServers);
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("value.converter", converter);
        config.put("value.converter.schemas.enable", "false");
        FlightsComparison.PRODUCER.forEach((key, value) -> config.put("producer.override." + key, value));
        if (joins) {
            config.put("transforms", "origin");
            config.put("transforms.origin.type", "io.freshet.transforms.enrich.Enrich$Value");
            config.put("transforms.origin.key", "origin");
            config.put("transforms.origin.table.topic", FlightTopics.AIRPORTS);
            config.put("transforms.origin.table.bootstrap.servers", bootstrapServers);
            config.put("transforms.origin.fields", "name,city,latitude:lat,longitude:lon");
            config.put("transforms.origin.prefix", "origin_");
        }
        return config;
    }
}
