package io.freshet.agent.client;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** A Streams application that uses what Streams has: stores of every kind, windows, joins; arguments: servers, folder. */
public final class BusyStreams {
    public static final String WORDS = "words";
    public static final String MEANINGS = "meanings";

    private static final Duration WINDOW = Duration.ofSeconds(1);

    private BusyStreams() {}

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        try (KafkaStreams streams = new KafkaStreams(topology(), config(arguments[0], arguments[1]))) {
            streams.setStateListener((now, before) -> {
                if (now == KafkaStreams.State.ERROR) {
                    failed.countDown();
                }
            });
            streams.start();
            failed.await();
        }
    }

    private static Properties config(String servers, String folder) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "busy");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder);
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        config.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "TRACE");
        config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        return config;
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> words = builder.stream(WORDS);
        windows(words);
        joins(builder, words);
        for (StoreBuilder<?> store : EveryStore.STORES) {
            builder.addStateStore(store);
        }
        words.process(
                EveryStore::new,
                EveryStore.STORES.stream().map(StoreBuilder::name).toArray(String[]::new));
        return builder.build();
    }

    private static void windows(KStream<String, String> words) {
        KGroupedStream<String, String> grouped = words.groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
        grouped.count(Materialized.as("counts"))
                .toStream()
                .mapValues(String::valueOf)
                .to("counted");
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(WINDOW))
                .count(Materialized.as("windows"))
                .suppress(Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded()))
                .toStream()
                .foreach((key, count) -> {});
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(WINDOW))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count(Materialized.as("closed-windows"))
                .toStream()
                .foreach((key, count) -> {});
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(WINDOW)).count(Materialized.as("sessions"));
    }

    private static void joins(StreamsBuilder builder, KStream<String, String> words) {
        KTable<String, String> meanings = builder.table(MEANINGS, Materialized.as("meanings"));
        words.join(meanings, (word, meaning) -> word + ": " + meaning)
                .join(words, (explained, word) -> explained, JoinWindows.ofTimeDifferenceWithNoGrace(WINDOW))
                .to("joined");
    }

    /** Does to its stores all that can be done to one. */
    private static final class EveryStore extends ContextualProcessor<String, String, Void, Void> {
        static final List<StoreBuilder<?>> STORES = List.of(
                store(Stores.persistentKeyValueStore("on-disk")),
                store(Stores.inMemoryKeyValueStore("in-memory")),
                store(Stores.lruMap("in-memory-lru", 100)));

        private @Nullable KeyValueIterator<String, String> open;

        private static StoreBuilder<KeyValueStore<String, String>> store(KeyValueBytesStoreSupplier supplier) {
            return Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.String());
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            System.out.println("processing");
            context.schedule(Duration.ofMillis(200), PunctuationType.WALL_CLOCK_TIME, now -> {});
        }

        @Override
        public void process(Record<String, String> record) {
            if (record.key() != null) {
                for (StoreBuilder<?> builder : STORES) {
                    KeyValueStore<String, String> store =
                            Objects.requireNonNull(context().getStateStore(builder.name()));
                    use(store, record.key(), record.value());
                }
            }
        }

        private void use(KeyValueStore<String, String> store, String key, String value) {
            store.put(key, value);
            store.putIfAbsent(key + "-first", value);
            store.putAll(List.of(KeyValue.pair(key + "-all", value)));
            store.get(key);
            store.delete(key + "-gone");
            if (!store.name().contains("lru")) {
                store.all().close();
                store.range(key, key + "z").close();
                store.prefixScan(key, Serdes.String().serializer()).close();
                if (open != null) {
                    open.close();
                }
                open = store.all();
            }
        }

        @Override
        public void close() {
            if (open != null) {
                open.close();
            }
        }
    }
}
