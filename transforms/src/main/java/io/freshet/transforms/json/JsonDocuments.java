package io.freshet.transforms.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Opens JSON documents as Connect's JsonConverter writes them: the data itself or, with {@code schemas.enable=true},
 * {@code {"schema": ..., "payload": ...}}. A schema is repeated in every message, so schemas are kept by their bytes and
 * read once. Used by one thread.
 */
public final class JsonDocuments {

    /** A topic has a schema a message type and version; this many are in use at once at the most. */
    private static final int SCHEMAS = 64;

    private final JsonFactory factory = new JsonFactory();
    private final Map<SchemaBytes, Schema> schemas = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SchemaBytes, Schema> eldest) {
            return size() > SCHEMAS;
        }
    };

    /**
     * Reads a document; the schema is null if it tells none.
     *
     * @throws DataException if it is no JSON or its data do not have its schema; the message tells where, not what
     */
    public SchemaAndValue read(byte[] document) {
        try (JsonParser parser = factory.createParser(document)) {
            if (parser.nextToken() == JsonToken.START_OBJECT && "schema".equals(parser.nextFieldName())) {
                Schema schema = wrappedSchema(parser, document);
                if (parser.currentToken() != null && "payload".equals(parser.currentName())) {
                    SchemaAndValue data = data(parser, schema);
                    expectEnd(parser, JsonToken.END_OBJECT);
                    return data;
                }
            } else if ("payload".equals(parser.currentName()) && parser.currentToken() == JsonToken.FIELD_NAME) {
                SchemaAndValue data = readPayloadFirst(parser, document);
                if (data != null) {
                    return data;
                }
            }
        } catch (JsonProcessingException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return readBare(document);
    }

    private SchemaAndValue readBare(byte[] document) {
        try (JsonParser parser = factory.createParser(document)) {
            if (parser.nextToken() == null) {
                throw new DataException("Expecting JSON. Found: an empty document");
            }
            SchemaAndValue data = data(parser, null);
            expectEnd(parser, null);
            return data;
        } catch (JsonProcessingException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the schema that the parser is in front of, and leaves it on the value of the next field. */
    private @Nullable Schema wrappedSchema(JsonParser parser, byte[] document) throws IOException {
        JsonToken token = parser.nextToken();
        if (token != JsonToken.START_OBJECT && token != JsonToken.VALUE_NULL) {
            return null;
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int to = (int) parser.currentLocation().getByteOffset();
        parser.nextToken();
        if (!"payload".equals(parser.currentName())) {
            return null;
        }
        parser.nextToken();
        return token == JsonToken.VALUE_NULL ? null : knownSchema(document, from, to);
    }

    /** For documents whose writer put the payload before its schema; null if this is no such document. */
    private @Nullable SchemaAndValue readPayloadFirst(JsonParser parser, byte[] document) throws IOException {
        parser.nextToken();
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int to = (int) parser.currentLocation().getByteOffset();
        if (!"schema".equals(parser.nextFieldName())) {
            return null;
        }
        JsonToken token = parser.nextToken();
        int schemaFrom = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int schemaTo = (int) parser.currentLocation().getByteOffset();
        if (parser.nextToken() != JsonToken.END_OBJECT || token != JsonToken.START_OBJECT) {
            return null;
        }
        Schema schema = knownSchema(document, schemaFrom, schemaTo);
        try (JsonParser payload = factory.createParser(document, from, to - from)) {
            payload.nextToken();
            return data(payload, schema);
        }
    }

    private static SchemaAndValue data(JsonParser parser, @Nullable Schema schema) throws IOException {
        return new SchemaAndValue(schema, JsonValues.read(parser, schema));
    }

    /**
     * Reads the part of a document that is one value of this schema, or of none.
     *
     * @throws DataException if it is not
     */
    public @Nullable Object part(byte[] document, int from, int to, @Nullable Schema schema) {
        try (JsonParser parser = factory.createParser(document, from, to - from)) {
            parser.nextToken();
            Object value = JsonValues.read(parser, schema);
            expectEnd(parser, null);
            return value;
        } catch (JsonProcessingException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the part of a document that is a schema; equal bytes are the same object, as long as it is remembered.
     *
     * @throws DataException if it is none
     */
    public Schema schema(byte[] document, int from, int to) {
        try {
            return knownSchema(document, from, to);
        } catch (JsonProcessingException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Schema knownSchema(byte[] document, int from, int to) throws IOException {
        SchemaBytes bytes = new SchemaBytes(Arrays.copyOfRange(document, from, to));
        Schema known = schemas.get(bytes);
        if (known == null) {
            known = JsonSchemas.read(factory, bytes.bytes);
            schemas.put(bytes, known);
        }
        return known;
    }

    private static void expectEnd(JsonParser parser, @Nullable JsonToken closing) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == closing && (closing == null || parser.nextToken() == null)) {
            return;
        }
        throw new DataException("Expecting the end of the JSON document at byte "
                + parser.currentTokenLocation().getByteOffset());
    }

    /** Jackson's own message quotes the document, so it stays out. */
    private static DataException invalid(JsonProcessingException e) {
        return new DataException("Expecting JSON. Found: a "
                + e.getClass().getSimpleName()
                + (e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset()));
    }

    private static final class SchemaBytes {
        private final byte[] bytes;
        private final int hash;

        SchemaBytes(byte[] bytes) {
            this.bytes = bytes;
            this.hash = Arrays.hashCode(bytes);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SchemaBytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
