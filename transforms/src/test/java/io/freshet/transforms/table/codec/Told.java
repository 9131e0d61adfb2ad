package io.freshet.transforms.table.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What a codec tells of messages, as text that whole changes can be compared by. */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
final class Told {

    private Told() {}

    static ChangeCodec codec(TableFormat format, String... columns) {
        return new Codecs(format, TableTypes.CONNECT, null, null, List.of(columns)).codec();
    }

    static List<String> by(ChangeCodec codec, @Nullable String key, @Nullable String value) {
        return by(codec, bytes(key), bytes(value));
    }

    static List<String> by(ChangeCodec codec, byte @Nullable [] key, byte @Nullable [] value) {
        List<String> told = new ArrayList<>();
        codec.decode(new RawChange("airports", 2, 17, 0, key, value), change -> told.add(text(change)));
        return told;
    }

    static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    static String text(Change change) {
        String place = (change.time() == Change.UNKNOWN ? "" : " @" + change.time())
                + (change.logPosition() == Change.UNKNOWN ? "" : " #" + change.logPosition())
                + (change.transaction() == Change.UNKNOWN ? "" : " tx" + change.transaction());
        if (change instanceof Change.Upsert upsert) {
            return key(upsert.key()) + " = " + row(upsert.row()) + place;
        }
        return (change instanceof Change.Delete delete ? key(delete.key()) + " deleted" : "truncated") + place;
    }

    static String key(RowKey key) {
        return IntStream.range(0, key.parts()).mapToObj(key::part).collect(Collectors.joining("|"));
    }

    static String row(Row row) {
        return IntStream.range(0, row.columns().size())
                .mapToObj(i -> row.columns().names().get(i) + type(row, i) + "=" + value(row.value(i)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** The type where the feed tells one. */
    private static String type(Row row, int index) {
        if (!row.columns().isTyped()) {
            return "";
        }
        return " " + type(row.columns().schema(index));
    }

    static String type(Schema schema) {
        String name = schema.name() == null
                ? ""
                : ":" + schema.name().substring(schema.name().lastIndexOf('.') + 1);
        String parts =
                switch (schema.type()) {
                    case ARRAY -> "<" + type(schema.valueSchema()) + ">";
                    case MAP -> "<" + type(schema.keySchema()) + "," + type(schema.valueSchema()) + ">";
                    default ->
                        schema.parameters() != null && schema.parameters().containsKey("scale")
                                ? schema.parameters().get("scale")
                                : "";
                };
        return schema.type().getName() + name + parts + (schema.isOptional() ? "?" : "");
    }

    static String value(@Nullable Object value) {
        if (value == Row.UNCHANGED) {
            return "unchanged";
        }
        if (value instanceof Date date) {
            return date.toInstant().toString();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof ByteBuffer) {
            return "a buffer";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Told::value).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Struct struct) {
            return struct.schema().fields().stream()
                    .map(field -> field.name() + "=" + value(struct.get(field)))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof String text) {
            return "'" + text.replace("\n", "\\n") + "'";
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value == null) {
            return String.valueOf(value);
        }
        return value.getClass().getSimpleName() + " " + value;
    }
}
