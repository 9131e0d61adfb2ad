package io.freshet.connect.topic.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.connect.topic.route.Route;
import io.freshet.connect.topic.route.TopicFormat;
import io.freshet.connect.topic.route.TopicSelection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.StringConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordConverterTest {
    private static final Route ROUTE =
            new Route(new TopicSelection.Listed(Set.of("flights")), new TopicFormat("${topic}-enriched"));
    private static final long TIME = 1_700_000_000_123L;

    @Test
    void convert_recordWithHeaders_keepsEverythingAndPointsBehindIt() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "007".getBytes(UTF_8)).add("none", null).add("trace", "ü".getBytes(UTF_8));

        List<SourceRecord> records = convert(
                plainJson(new HeaderReader.AsText()),
                consumed(record(41, "AA1", "{\"delay\":5}", TIME, TimestampType.CREATE_TIME, headers)));

        ConnectHeaders expected = new ConnectHeaders();
        expected.addString("trace", "007").add("none", null, null).addString("trace", "ü");
        assertThat(records)
                .containsExactly(new SourceRecord(
                        Map.of("topic", "flights", "partition", 2),
                        Map.of("offset", 42L),
                        "flights-enriched",
                        2,
                        Schema.OPTIONAL_STRING_SCHEMA,
                        "AA1",
                        null,
                        Map.of("delay", 5L),
                        TIME,
                        expected));
    }

    @Test
    void convert_tombstoneAndNullKey_stayNullWithoutSchema() {
        SourceRecord record = convert(
                        plainJson(new HeaderReader.AsText()),
                        consumed(record(0, null, null, TIME, TimestampType.LOG_APPEND_TIME, new RecordHeaders())))
                .get(0);

        assertThat(record.keySchema()).isNull();
        assertThat(record.key()).isNull();
        assertThat(record.valueSchema()).isNull();
        assertThat(record.value()).isNull();
        assertThat(record.headers()).isEmpty();
        assertThat(record.timestamp()).isEqualTo(TIME);
    }

    @Test
    void convert_recordWithoutTime_hasNone() {
        SourceRecord record = convert(
                        plainJson(new HeaderReader.AsText()),
                        consumed(record(
                                0,
                                null,
                                null,
                                ConsumerRecord.NO_TIMESTAMP,
                                TimestampType.NO_TIMESTAMP_TYPE,
                                new RecordHeaders())))
                .get(0);

        assertThat(record.timestamp()).isNull();
    }

    @Test
    void convert_severalRecordsAndPartitions_keepsTheOrderOfEach() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
        for (int partition = 0; partition < 2; partition++) {
            TopicPartition flights = new TopicPartition("flights", partition);
            records.put(
                    flights,
                    List.of(
                            new ConsumerRecord<>("flights", partition, 3, null, "1".getBytes(UTF_8)),
                            new ConsumerRecord<>("flights", partition, 7, null, "2".getBytes(UTF_8))));
        }

        assertThat(convert(plainJson(new HeaderReader.AsText()), new ConsumerRecords<>(records, Map.of())))
                .extracting(record -> record.kafkaPartition() + " " + record.value() + " " + record.sourceOffset())
                .containsExactly("0 1 {offset=4}", "0 2 {offset=8}", "1 1 {offset=4}", "1 2 {offset=8}");
    }

    @Test
    void convert_headersAsBytes_areTheBytesThatWereRead() {
        byte[] binary = {(byte) 0xff, 0, 1};
        RecordHeaders headers = new RecordHeaders();
        headers.add("id", binary);

        SourceRecord record = convert(
                        plainJson(new HeaderReader.AsBytes()),
                        consumed(record(0, "k", null, TIME, TimestampType.CREATE_TIME, headers)))
                .get(0);

        assertThat(new ByteArrayConverter()
                        .fromConnectHeader(
                                "t",
                                "id",
                                record.headers().lastWithName("id").schema(),
                                record.headers().lastWithName("id").value()))
                .isEqualTo(binary);
    }

    @Test
    void convert_binaryHeaderAsText_failsWithTheRemedy() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("id", new byte[] {(byte) 0xff, 0, 1});

        assertThatThrownBy(() -> convert(
                        plainJson(new HeaderReader.AsText()),
                        consumed(record(5, "k", null, TIME, TimestampType.CREATE_TIME, headers))))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "The header of flights-2 at offset 5: the header id is not text. To keep the bytes of headers, set"
                                + " on the connector: header.converter=org.apache.kafka.connect.converters.ByteArrayConverter");
    }

    @Test
    void convert_unreadableValue_namesThePlaceAndNeverTheContent() {
        assertThatThrownBy(() -> convert(
                        plainJson(new HeaderReader.AsText()),
                        consumed(record(
                                9,
                                "k",
                                "{\"card\": 4111secret}",
                                TIME,
                                TimestampType.CREATE_TIME,
                                new RecordHeaders()))))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "The value of flights-2 at offset 9 cannot be read by org.apache.kafka.connect.json.JsonConverter"
                                + " (org.apache.kafka.connect.errors.DataException <- ")
                .hasMessageContaining("source.value.converter")
                .hasMessageContaining("schemas.enable=false")
                .hasStackTraceContaining("RecordConverter")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("4111"));
    }

    @Test
    void convert_converterCannotReachItsRegistry_asksToTryAgain() {
        RecordConverter converter =
                new RecordConverter(ROUTE, new StringConverter(), new Unreachable(), new HeaderReader.AsText(), null);

        assertThatThrownBy(() -> convert(
                        converter, consumed(record(9, "k", "v", TIME, TimestampType.CREATE_TIME, new RecordHeaders()))))
                .isInstanceOf(RetriableException.class)
                .hasMessage("The value of flights-2 at offset 9 could not be read for now");
    }

    @Test
    void convert_unreadableRecordInTheMiddle_deliversWhatCameBeforeFirst() {
        TopicPartition flights = new TopicPartition("flights", 2);
        RecordConverter converter = plainJson(new HeaderReader.AsText());
        converter.take(new ConsumerRecords<>(
                Map.of(
                        flights,
                        List.of(
                                new ConsumerRecord<>("flights", 2, 7, null, "1".getBytes(UTF_8)),
                                new ConsumerRecord<>("flights", 2, 8, null, "{".getBytes(UTF_8)),
                                new ConsumerRecord<>("flights", 2, 9, null, "3".getBytes(UTF_8)))),
                Map.of()));

        assertThat(converter.convert()).extracting(SourceRecord::sourceOffset).containsExactly(Map.of("offset", 8L));
        assertThat(converter.isDone()).isFalse();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(converter::convert)
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("The value of flights-2 at offset 8 cannot be read")
                    .hasMessageEndingWith("store the offset 9: PATCH /connectors/<name>/offsets");
        }
    }

    private static List<SourceRecord> convert(RecordConverter converter, ConsumerRecords<byte[], byte[]> consumed) {
        converter.take(consumed);
        List<SourceRecord> records = converter.convert();
        assertThat(converter.isDone()).isTrue();
        return records;
    }

    private static RecordConverter plainJson(HeaderReader headers) {
        JsonConverter values = new JsonConverter();
        values.configure(Map.of("schemas.enable", "false"), false);
        return new RecordConverter(ROUTE, new StringConverter(), values, headers, null);
    }

    private static ConsumerRecord<byte[], byte[]> record(
            long offset,
            @Nullable String key,
            @Nullable String value,
            long timestamp,
            TimestampType type,
            RecordHeaders headers) {
        return new ConsumerRecord<>(
                "flights",
                2,
                offset,
                timestamp,
                type,
                0,
                0,
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                headers,
                Optional.empty());
    }

    private static ConsumerRecords<byte[], byte[]> consumed(ConsumerRecord<byte[], byte[]> record) {
        return new ConsumerRecords<>(Map.of(new TopicPartition("flights", 2), List.of(record)), Map.of());
    }

    private static String stackTrace(Throwable e) {
        java.io.StringWriter text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    /** A converter whose schema registry does not answer. */
    private static final class Unreachable implements Converter {
        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {}

        @Override
        public byte[] fromConnectData(String topic, Schema schema, Object value) {
            throw new NetworkException("registry");
        }

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            throw new NetworkException("registry");
        }
    }
}
