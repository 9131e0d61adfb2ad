package io.freshet.transforms.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads the schemas that Connect's JsonConverter writes. Default values are left out: rows always have their values. */
final class JsonSchemas {

    private JsonSchemas() {}

    static Schema read(JsonFactory factory, byte[] json) throws IOException {
        try (JsonParser parser = factory.createParser(json)) {
            parser.nextToken();
            return SchemaText.read(parser).build();
        }
    }

    /** A schema as it is written; of a struct's field it also has the field's name. */
    private static final class SchemaText {
        private @Nullable String type;
        private @Nullable String field;
        private @Nullable String name;
        private @Nullable String doc;
        private @Nullable Integer version;
        private boolean optional;
        private Map<String, String> parameters = Map.of();
        private @Nullable Schema items;
        private @Nullable Schema keys;
        private @Nullable Schema values;
        private List<SchemaText> fields = List.of();

        static SchemaText read(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new DataException("Expecting an object as a schema. Found: " + parser.currentToken());
            }
            SchemaText schema = new SchemaText();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String property = parser.currentName();
                parser.nextToken();
                schema.read(property, parser);
            }
            return schema;
        }

        private void read(String property, JsonParser parser) throws IOException {
            switch (property) {
                case "type" -> type = parser.getValueAsString();
                case "field" -> field = parser.getValueAsString();
                case "name" -> name = parser.getValueAsString();
                case "doc" -> doc = parser.getValueAsString();
                case "version" -> version = parser.getValueAsInt();
                case "optional" -> optional = parser.getValueAsBoolean();
                case "parameters" -> parameters = parameters(parser);
                case "items" -> items = read(parser).build();
                case "keys" -> keys = read(parser).build();
                case "values" -> values = read(parser).build();
                case "fields" -> fields = fields(parser);
                default -> parser.skipChildren();
            }
        }

        private static Map<String, String> parameters(JsonParser parser) throws IOException {
            Map<String, String> parameters = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                parameters.put(key, parser.getValueAsString(""));
                parser.skipChildren();
            }
            return parameters;
        }

        private static List<SchemaText> fields(JsonParser parser) throws IOException {
            List<SchemaText> fields = new ArrayList<>();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                fields.add(read(parser));
            }
            return fields;
        }

        Schema build() {
            SchemaBuilder builder = builder();
            if (name != null) {
                builder.name(name);
            }
            if (version != null) {
                builder.version(version);
            }
            if (doc != null) {
                builder.doc(doc);
            }
            builder.parameters(parameters);
            return optional ? builder.optional().build() : builder.build();
        }

        private SchemaBuilder builder() {
            if (type == null) {
                throw new DataException("Expecting 'type' in a schema");
            }
            return switch (type) {
                case "int8" -> SchemaBuilder.int8();
                case "int16" -> SchemaBuilder.int16();
                case "int32" -> SchemaBuilder.int32();
                case "int64" -> SchemaBuilder.int64();
                case "float", "float32" -> SchemaBuilder.float32();
                case "double", "float64" -> SchemaBuilder.float64();
                case "boolean" -> SchemaBuilder.bool();
                case "string" -> SchemaBuilder.string();
                case "bytes" -> SchemaBuilder.bytes();
                case "array" -> SchemaBuilder.array(part("items", items));
                case "map" -> SchemaBuilder.map(part("keys", keys), part("values", values));
                case "struct" -> struct();
                default ->
                    throw new DataException("Expecting a type of Connect in a schema. Found: one it does not have");
            };
        }

        private SchemaBuilder struct() {
            SchemaBuilder struct = SchemaBuilder.struct();
            for (SchemaText text : fields) {
                if (text.field == null) {
                    throw new DataException("Expecting 'field' in each field of a struct schema");
                }
                struct.field(text.field, text.build());
            }
            return struct;
        }

        private static Schema part(String property, @Nullable Schema schema) {
            if (schema == null) {
                throw new DataException("Expecting '" + property + "' in a schema of an array or a map");
            }
            return schema;
        }
    }
}
