package io.freshet.transforms.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads a value from JSON as Connect's JsonConverter would; the parser stands on its first token and is left on its last. */
final class JsonValues {

    /** More than any database allows. */
    private static final int LARGEST_SCALE = 150_000;

    private JsonValues() {}

    /**
     * Reads a value of this schema, or, without one, a string, Long, BigInteger, Double, Boolean, Map or List.
     *
     * @throws DataException if the value is not of the schema's type; it names the types only
     */
    static @Nullable Object read(JsonParser parser, @Nullable Schema schema) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        return schema == null ? untyped(parser) : typed(parser, schema);
    }

    private static @Nullable Object untyped(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> map(parser, null);
            case START_ARRAY -> list(parser, null);
            default -> throw new DataException("Expecting a JSON value. Found: " + parser.currentToken());
        };
    }

    private static Object typed(JsonParser parser, Schema schema) throws IOException {
        return switch (schema.type()) {
            case STRING -> {
                expect(parser, schema, JsonToken.VALUE_STRING);
                yield parser.getText();
            }
            case BOOLEAN -> {
                if (!parser.currentToken().isBoolean()) {
                    throw mismatch(parser, schema);
                }
                yield parser.getBooleanValue();
            }
            case INT8, INT16, INT32, INT64 -> integer(parser, schema);
            case FLOAT32 -> {
                expectNumber(parser, schema);
                yield parser.getFloatValue();
            }
            case FLOAT64 -> {
                expectNumber(parser, schema);
                yield parser.getDoubleValue();
            }
            case BYTES -> bytes(parser, schema);
            case ARRAY -> {
                expect(parser, schema, JsonToken.START_ARRAY);
                yield list(parser, schema.valueSchema());
            }
            case MAP -> typedMap(parser, schema);
            case STRUCT -> struct(parser, schema);
        };
    }

    private static Object integer(JsonParser parser, Schema schema) throws IOException {
        expect(parser, schema, JsonToken.VALUE_NUMBER_INT);
        String name = schema.name() == null ? "" : schema.name();
        return switch (schema.type()) {
            case INT8 -> parser.getByteValue();
            case INT16 -> parser.getShortValue();
            case INT32 ->
                switch (name) {
                    case Date.LOGICAL_NAME -> Date.toLogical(schema, parser.getIntValue());
                    case Time.LOGICAL_NAME -> Time.toLogical(schema, parser.getIntValue());
                    default -> parser.getIntValue();
                };
            default ->
                name.equals(Timestamp.LOGICAL_NAME)
                        ? (Object) Timestamp.toLogical(schema, parser.getLongValue())
                        : (Object) parser.getLongValue();
        };
    }

    /** Base64, and for decimals, by the converter's {@code decimal.format}, also a number. */
    private static Object bytes(JsonParser parser, Schema schema) throws IOException {
        boolean decimal = Decimal.LOGICAL_NAME.equals(schema.name());
        if (decimal && parser.currentToken().isNumeric()) {
            return decimal(parser.getDecimalValue());
        }
        expect(parser, schema, JsonToken.VALUE_STRING);
        byte[] bytes = parser.getBinaryValue();
        return decimal ? (Object) decimal(Decimal.toLogical(schema, bytes)) : (Object) bytes;
    }

    /** Written out, a number such as 1e999999999 would fill the heap. */
    private static BigDecimal decimal(BigDecimal read) {
        if (Math.abs((long) read.scale()) > LARGEST_SCALE) {
            throw new DataException("Expecting a decimal with a scale of at most " + LARGEST_SCALE);
        }
        return read;
    }

    /** An object where the keys are text, else an array of pairs. */
    private static Object typedMap(JsonParser parser, Schema schema) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return map(parser, schema.valueSchema());
        }
        expect(parser, schema, JsonToken.START_ARRAY);
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            parser.nextToken();
            Object key = read(parser, schema.keySchema());
            parser.nextToken();
            map.put(key, read(parser, schema.valueSchema()));
            parser.nextToken();
        }
        return map;
    }

    private static Struct struct(JsonParser parser, Schema schema) throws IOException {
        expect(parser, schema, JsonToken.START_OBJECT);
        Struct struct = new Struct(schema);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Field field = schema.field(parser.currentName());
            parser.nextToken();
            if (field == null) {
                parser.skipChildren();
            } else {
                struct.put(field, read(parser, field.schema()));
            }
        }
        return struct;
    }

    private static Map<String, @Nullable Object> map(JsonParser parser, @Nullable Schema valueSchema)
            throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(name, read(parser, valueSchema));
        }
        return map;
    }

    private static List<@Nullable Object> list(JsonParser parser, @Nullable Schema valueSchema) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(read(parser, valueSchema));
        }
        return list;
    }

    private static void expect(JsonParser parser, Schema schema, JsonToken token) throws IOException {
        if (parser.currentToken() != token) {
            throw mismatch(parser, schema);
        }
    }

    private static void expectNumber(JsonParser parser, Schema schema) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw mismatch(parser, schema);
        }
    }

    private static DataException mismatch(JsonParser parser, Schema schema) throws IOException {
        return new DataException("Expecting a JSON value for "
                + schema.type()
                + (parser.currentName() == null ? "" : " in field '" + parser.currentName() + "'")
                + ". Found: " + parser.currentToken());
    }
}
