package io.freshet.transforms.table.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.table.change.BadChangeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as Maxwell's documentation describes them. */
class MaxwellTest {

    private static final String KEY = "{\"database\":\"shop\",\"table\":\"items\",\"pk.id\":7}";
    private static final String COMMON =
            "{\"database\":\"shop\",\"table\":\"items\",\"ts\":1700000000,\"xid\":940752,\"commit\":true,";

    @ParameterizedTest
    @EnumSource(names = {"DETECT", "MAXWELL"})
    void decode_insertUpdateDelete_areChangesOfTheirRow(TableFormat format) {
        ChangeCodec codec = Told.codec(format, "name", "price");

        assertThat(Told.by(codec, KEY, message("insert", "{\"id\":7,\"name\":\"cup\",\"price\":2.5}", "")))
                .containsExactly("7 = {name='cup', price=Double 2.5} @1700000000000");
        assertThat(Told.by(
                        codec,
                        KEY,
                        message("update", "{\"id\":7,\"name\":\"mug\",\"price\":2.5}", ",\"old\":{\"name\":\"cup\"}")))
                .containsExactly("7 = {name='mug', price=Double 2.5} @1700000000000");
        assertThat(Told.by(codec, KEY, message("delete", "{\"id\":7,\"name\":\"mug\",\"price\":2.5}", "")))
                .containsExactly("7 deleted @1700000000000");
    }

    @Test
    void decode_updateOfThePrimaryKey_deletesTheOldRow() {
        assertThat(Told.by(
                        Told.codec(TableFormat.DETECT, "name"),
                        KEY,
                        message("update", "{\"id\":7,\"name\":\"mug\"}", ",\"old\":{\"id\":6}")))
                .containsExactly("6 deleted @1700000000000", "7 = {name='mug'} @1700000000000");
    }

    @Test
    void decode_bootstrap_isRowsBetweenTwoMarks() {
        ChangeCodec codec = Told.codec(TableFormat.MAXWELL);

        assertThat(Told.by(codec, "{\"database\":\"shop\",\"table\":\"items\"}", message("bootstrap-start", "{}", "")))
                .isEmpty();
        assertThat(Told.by(codec, KEY, message("bootstrap-insert", "{\"id\":7}", "")))
                .containsExactly("7 = {id=7} @1700000000000");
        assertThat(codec.snapshot()).isEqualTo(ChangeCodec.Snapshot.GOES_ON);
        assertThat(Told.by(
                        codec, "{\"database\":\"shop\",\"table\":\"items\"}", message("bootstrap-complete", "{}", "")))
                .isEmpty();
        assertThat(codec.snapshot()).isEqualTo(ChangeCodec.Snapshot.OVER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"table-alter\",\"database\":\"shop\",\"table\":\"items\",\"ts\":1,\"sql\":\"alter table items\"}",
                "{\"type\":\"database-create\",\"database\":\"shop\",\"table\":\"\",\"ts\":1}"
            })
    void decode_changeOfASchema_isNoneOfARow(String value) {
        assertThat(Told.by(Told.codec(TableFormat.DETECT), null, value)).isEmpty();
        assertThat(Told.by(Told.codec(TableFormat.MAXWELL), null, value)).isEmpty();
    }

    @Test
    void decode_compositeKeyInAnyForm_isTheValuesOfItsColumns() {
        ChangeCodec codec = Told.codec(TableFormat.MAXWELL, "n");
        String data = "{\"n\":1,\"b\":\"x\",\"a\":2}";

        assertThat(Told.by(
                        codec,
                        "{\"database\":\"shop\",\"table\":\"items\",\"pk.a\":2,\"pk.b\":\"x\"}",
                        message("insert", data, "")))
                .containsExactly("2|x = {n=1} @1700000000000");
        assertThat(Told.by(codec, "[\"shop\",\"items\",[{\"a\":2},{\"b\":\"x\"}]]", message("insert", data, "")))
                .containsExactly("2|x = {n=1} @1700000000000");
        assertThat(Told.by(
                        codec,
                        "anything",
                        message("insert", data, ",\"primary_key\":[2,\"x\"],\"primary_key_columns\":[\"a\",\"b\"]")))
                .containsExactly("2|x = {n=1} @1700000000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anything", "{\"database\":\"shop\",\"table\":\"items\",\"_uuid\":\"1\"}"})
    void decode_rowWithoutKey_isABadChange(String key) {
        assertThatThrownBy(() -> Told.by(Told.codec(TableFormat.DETECT), key, message("insert", "{\"id\":7}", "")))
                .isInstanceOf(BadChangeException.class)
                .hasMessageStartingWith(
                        "airports-2@17: Expecting the key's columns as pk.<column> in the message's key");
    }

    private static String message(String type, String data, String more) {
        return COMMON + "\"type\":\"" + type + "\",\"data\":" + data + more + "}";
    }
}
