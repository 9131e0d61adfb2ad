package io.freshet.transforms.table.cache;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Streams' join of a stream with a versioned table. The driver commits after each message it is given, which takes
 * longer than a join; so one message stands for many events, which a processor ahead of table and join forwards one by one.
 */
public final class StreamsOracle implements AutoCloseable {

    /** A record of the stream, or a change of the table. */
    public sealed interface Event {
        int key();

        long time();
    }

    /**
     * A change of a row.
     *
     * @param row null: it is deleted
     */
    public record TableChange(int key, @Nullable String row, long time) implements Event {}

    /** A record that asks for a row. */
    public record StreamRecord(int key, int number, long time) implements Event {}

    private final TopologyTestDriver driver;
    private final TestInputTopic<Integer, String> script;
    private final Map<Integer, String> answers = new HashMap<>();
    private List<Event> events = List.of();

    /**
     * @param segment into what lengths of time the store divides what is no longer valid
     * @param grace how long the join holds a record back for changes that are late, null if it does not
     */
    public StreamsOracle(Duration history, Duration segment, @Nullable Duration grace) {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<Key, Event> input = builder.stream("script", Consumed.with(new KeySerde(), Serdes.String()))
                .processValues(Replay::new);
        KTable<Key, String> table = input.filter((key, event) -> event instanceof TableChange)
                .mapValues(event -> ((TableChange) event).row())
                .toTable(Materialized.<Key, String>as(Stores.persistentVersionedKeyValueStore("rows", history, segment))
                        .withKeySerde(new KeySerde())
                        .withValueSerde(Serdes.String())
                        .withLoggingDisabled());
        input.filter((key, event) -> event instanceof StreamRecord)
                .mapValues(event -> ((StreamRecord) event).number())
                .leftJoin(table, Answer::new, joined(grace))
                .foreach((key, answer) -> answers.put(answer.number(), String.valueOf(answer.row())));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "oracle");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        this.driver = new TopologyTestDriver(builder.build(), settings);
        this.script = driver.createInputTopic("script", new IntegerSerializer(), new StringSerializer());
    }

    private static Joined<Key, Integer, String> joined(@Nullable Duration grace) {
        Joined<Key, Integer, String> joined = Joined.with(new KeySerde(), Serdes.Integer(), Serdes.String());
        return grace == null ? joined : joined.withGracePeriod(grace);
    }

    /** Returns what each record is joined with, by its number; {@code "null"} is no row. */
    public Map<Integer, String> join(List<Event> inOrderOfArrival) {
        answers.clear();
        events = inOrderOfArrival;
        script.pipeInput(0, "");
        return answers;
    }

    @Override
    public void close() {
        driver.close();
    }

    private record Answer(int number, @Nullable String row) {}

    /** The key of the event that is being forwarded: an operator that may set another would need a topic behind it. */
    private static final class Key {
        private int value;
    }

    private final class Replay extends ContextualFixedKeyProcessor<Key, String, Event>
            implements FixedKeyProcessor<Key, String, Event> {
        @Override
        public void process(FixedKeyRecord<Key, String> message) {
            for (Event event : events) {
                message.key().value = event.key();
                context().forward(message.withValue(event).withTimestamp(event.time()));
            }
        }
    }

    private static final class KeySerde extends Serdes.WrapperSerde<Key> implements Serde<Key> {
        KeySerde() {
            super(
                    (topic, key) ->
                            ByteBuffer.allocate(Integer.BYTES).putInt(key.value).array(),
                    (topic, bytes) -> {
                        Key key = new Key();
                        key.value = ByteBuffer.wrap(bytes).getInt();
                        return key;
                    });
        }
    }
}
