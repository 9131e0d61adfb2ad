package io.freshet.transforms.table.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When and where in the source's log a change was made. */
class ChangeTimeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"ts_ms\":1700000000123,\"lsn\":24023128    | @1700000000123 #24023128",
                "\"ts_ms\":5,\"ts_us\":6123,\"ts_ns\":7123456 | @5",
                "\"ts_ms\":5,\"txId\":4294968043,\"lsn\":7     | @5 #7 tx747",
                "\"ts_us\":1700000000123999                  | @1700000000123",
                "\"ts_ns\":1700000000123999999,\"lsn\":null  | @1700000000123",
            })
    void decode_debezium_hasTheSourcesTime(String source, String expected) {
        for (TableFormat format : new TableFormat[] {TableFormat.DETECT, TableFormat.DEBEZIUM}) {
            ChangeCodec codec = Told.codec(format, "a");
            String envelope =
                    "{\"before\":null,\"after\":{\"a\":1},\"source\":{" + source + "},\"op\":\"c\",\"ts_ms\":9}";

            assertThat(Told.by(codec, "k", envelope.replace("\"c\"", "\"r\"")))
                    .containsExactly("k = {a=1} " + expected.replace(" tx747", ""));
            assertThat(Told.by(codec, "k", envelope)).containsExactly("k = {a=1} " + expected);
            assertThat(Told.by(codec, "k", envelope.replace("\"c\"", "\"d\"")))
                    .containsExactly("k deleted " + expected);
            assertThat(Told.by(codec, null, envelope.replace("\"c\"", "\"t\"")))
                    .containsExactly("truncated " + expected.replace(" tx747", ""));
        }
    }

    @Test
    void decode_unwrappedRow_hasTheTimeThatWasAddedToIt() {
        ChangeCodec codec = Told.codec(TableFormat.DETECT);

        assertThat(Told.by(codec, "k", "{\"a\":1,\"__op\":\"u\",\"__source_ts_ms\":12,\"__source_lsn\":34}"))
                .containsExactly("k = {a=1} @12 #34");
        assertThat(Told.by(codec, "k", "{\"a\":1,\"__deleted\":\"true\",\"__source_ts_us\":12000,\"__lsn\":34}"))
                .containsExactly("k deleted @12 #34");
    }

    @Test
    void decode_messageThatTellsNone_hasNone() {
        assertThat(Told.by(Told.codec(TableFormat.DETECT), "k", "{\"a\":1}")).containsExactly("k = {a=1}");
        assertThat(Told.by(Told.codec(TableFormat.UPSERT), "k", "{\"a\":1,\"__source_ts_ms\":12}"))
                .containsExactly("k = {a=1, __source_ts_ms=12}");
        assertThat(Told.by(Told.codec(TableFormat.DEBEZIUM), "k", null)).containsExactly("k deleted");
    }
}
