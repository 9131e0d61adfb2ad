package io.freshet.connect.json;

import io.freshet.transforms.json.MessageMap;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Writes one value, with or without schema, as JSON without schema. */
final class JsonWriting implements MessageMap.Parts {

    /** As deep as Jackson writes and reads. */
    private static final int DEEPEST = 1000;

    private static final String NULL = "null";

    private static final Set<String> LOGICAL =
            Set.of(Decimal.LOGICAL_NAME, Date.LOGICAL_NAME, Time.LOGICAL_NAME, Timestamp.LOGICAL_NAME);

    private final JsonBytes out;
    private final DecimalFormat decimalFormat;
    private final boolean replaceNullWithDefault;

    private int depth;
    private @Nullable String field;

    JsonWriting(JsonBytes out, DecimalFormat decimalFormat, boolean replaceNullWithDefault) {
        this.out = out;
        this.decimalFormat = decimalFormat;
        this.replaceNullWithDefault = replaceNullWithDefault;
    }

    /**
     * Writes a value.
     *
     * @throws DataException if the value is not of its schema, or without schema of no type that Connect has
     */
    void value(@Nullable Schema schema, @Nullable Object value) {
        if (schema == null) {
            untyped(value);
        } else if (value == null) {
            absent(schema);
        } else if (schema.name() == null || !logical(schema.name(), schema, value)) {
            byType(schema.type(), schema, value);
        }
    }

    /** The types that JSON is read into come first, and with few calls a level, as levels may be many. */
    private void untyped(@Nullable Object value) {
        if (value == null) {
            out.ascii(NULL);
        } else if (value instanceof String text) {
            out.string(text);
        } else if (value instanceof Long number) {
            out.number(number);
        } else if (value instanceof Double number) {
            out.number(number);
        } else if (value instanceof Boolean flag) {
            out.ascii(flag.toString());
        } else if (value instanceof MessageMap map && map.namesAreText() && depth < DEEPEST / 2) {
            fields(map);
        } else if (value instanceof Map<?, ?> map && keysAreStrings(map)) {
            object(map, null);
        } else if (value instanceof List<?> list) {
            array(null, list);
        } else if (value instanceof Integer number) {
            out.number(number.longValue());
        } else {
            Schema.Type type = ConnectSchema.schemaType(value.getClass());
            if (type == null) {
                throw new DataException("Expecting a type that Connect has" + place() + ". Found: " + value.getClass());
            }
            byType(type, null, value);
        }
    }

    private void absent(Schema schema) {
        if (schema.defaultValue() != null && replaceNullWithDefault) {
            value(schema, schema.defaultValue());
        } else if (schema.isOptional()) {
            out.ascii(NULL);
        } else {
            throw new DataException(
                    "Expecting a value, as the schema is not optional and has no default" + place() + ". Found: null");
        }
    }

    private boolean logical(String name, Schema schema, Object value) {
        switch (name) {
            case Decimal.LOGICAL_NAME -> decimal(schema, expect(BigDecimal.class, value, name));
            case Date.LOGICAL_NAME -> out.number(Date.fromLogical(schema, expect(java.util.Date.class, value, name)));
            case Time.LOGICAL_NAME -> out.number(Time.fromLogical(schema, expect(java.util.Date.class, value, name)));
            case Timestamp.LOGICAL_NAME ->
                out.number(Timestamp.fromLogical(schema, expect(java.util.Date.class, value, name)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void decimal(Schema schema, BigDecimal value) {
        switch (decimalFormat) {
            case BASE64 -> out.base64(Decimal.fromLogical(schema, value));
            case NUMERIC -> out.ascii(value.toString());
        }
    }

    private void byType(Schema.Type type, @Nullable Schema schema, Object value) {
        switch (type) {
            case INT8 -> out.number(expect(Byte.class, value, type).longValue());
            case INT16 -> out.number(expect(Short.class, value, type).longValue());
            case INT32 -> out.number(expect(Integer.class, value, type).longValue());
            case INT64 -> out.number(expect(Long.class, value, type));
            case FLOAT32 -> out.number(expect(Float.class, value, type));
            case FLOAT64 -> out.number(expect(Double.class, value, type));
            case BOOLEAN -> out.ascii(expect(Boolean.class, value, type).toString());
            case STRING -> out.string(expect(CharSequence.class, value, type).toString());
            case BYTES -> bytes(value);
            case ARRAY -> array(schema == null ? null : schema.valueSchema(), expect(Collection.class, value, type));
            case MAP -> map(schema, expect(Map.class, value, type));
            case STRUCT -> struct(schema, expect(Struct.class, value, type));
        }
    }

    /** Of a buffer JsonConverter writes what is behind it, wherever it stands. */
    private void bytes(Object value) {
        if (value instanceof byte[] bytes) {
            out.base64(bytes);
        } else {
            out.base64(expect(ByteBuffer.class, value, Schema.Type.BYTES).array());
        }
    }

    private void array(@Nullable Schema elementSchema, Collection<?> elements) {
        open('[');
        for (Object element : elements) {
            value(elementSchema, element);
            out.mark(',');
        }
        close(']');
    }

    private void map(@Nullable Schema schema, Map<?, ?> map) {
        if (schema == null) {
            pairs(map, null, null); // one with other keys than strings
        } else if (schema.keySchema().type() != Schema.Type.STRING) {
            pairs(map, schema.keySchema(), schema.valueSchema());
        } else if (schema.keySchema().name() == null && keysAreStrings(map)) {
            object(map, schema.valueSchema());
        } else {
            object(named(map, schema.keySchema(), schema.valueSchema()), schema.valueSchema());
        }
    }

    private static boolean keysAreStrings(Map<?, ?> map) {
        for (Object key : map.keySet()) {
            if (!(key instanceof String)) {
                return false;
            }
        }
        return true;
    }

    private void object(Map<?, ?> fields, @Nullable Schema valueSchema) {
        open('{');
        for (Map.Entry<?, ?> entry : fields.entrySet()) {
            name((String) entry.getKey());
            value(valueSchema, entry.getValue());
            out.mark(',');
        }
        close('}');
    }

    private void fields(MessageMap map) {
        open('{');
        map.writeTo(this);
        close('}');
    }

    @Override
    public void untouched(byte[] document, int from, int to) {
        out.bytes(document, from, to);
        out.mark(',');
    }

    @Override
    public void field(@Nullable Object name, @Nullable Object value) {
        name(String.valueOf(name));
        untyped(value);
        out.mark(',');
    }

    /** Different keys can have the same text; then the first gives its place and the last its value. */
    private Map<String, @Nullable Object> named(Map<?, ?> map, Schema keySchema, Schema valueSchema) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = keyText(keySchema, entry.getKey());
            if (named.containsKey(name)) {
                aside(valueSchema, named.get(name)); // replaced, yet it is refused if it is wrong
            }
            named.put(name, entry.getValue());
        }
        return named;
    }

    private String keyText(Schema keySchema, @Nullable Object key) {
        Object present = key == null && replaceNullWithDefault ? keySchema.defaultValue() : key;
        if (present instanceof CharSequence text && !LOGICAL.contains(String.valueOf(keySchema.name()))) {
            return text.toString();
        }
        return aside(keySchema, present).replace("\"", "");
    }

    private String aside(Schema schema, @Nullable Object value) {
        JsonBytes written = new JsonBytes();
        new JsonWriting(written, decimalFormat, replaceNullWithDefault).value(schema, value);
        return written.toString();
    }

    private void pairs(Map<?, ?> map, @Nullable Schema keySchema, @Nullable Schema valueSchema) {
        open('[');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            open('[');
            value(keySchema, entry.getKey());
            out.mark(',');
            value(valueSchema, entry.getValue());
            close(']');
            out.mark(',');
        }
        close(']');
    }

    private void struct(@Nullable Schema schema, Struct struct) {
        if (schema == null || !struct.schema().equals(schema)) {
            throw new DataException("Expecting a struct of the schema that comes with it" + place() + ". Found: one of "
                    + (schema == null ? "a schema of its own" : "another schema"));
        }
        open('{');
        for (Field member : schema.fields()) {
            name(member.name());
            value(member.schema(), struct.getWithoutDefault(member.name()));
            out.mark(',');
        }
        close('}');
    }

    private void name(String name) {
        field = name;
        out.string(name);
        out.mark(':');
    }

    private void open(char bracket) {
        if (++depth > DEEPEST) {
            throw new DataException("Expecting values nested at most " + DEEPEST + " deep" + place() + ". Found: more");
        }
        out.mark(bracket);
    }

    private void close(char bracket) {
        depth--;
        out.takeBack(',');
        out.mark(bracket);
    }

    private <T> T expect(Class<T> type, Object value, Object schemaType) {
        if (!type.isInstance(value)) {
            throw new DataException(
                    "Expecting " + type.getName() + " for " + schemaType + place() + ". Found: " + value.getClass());
        }
        return type.cast(value);
    }

    private String place() {
        return field == null ? "" : " in or after field '" + field + "'";
    }
}
