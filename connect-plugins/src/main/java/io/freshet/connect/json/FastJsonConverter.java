package io.freshet.connect.json;

import io.freshet.transforms.json.PlainJson;
import io.freshet.transforms.record.PluginVersion;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.jspecify.annotations.Nullable;

/**
 * JSON without schema, value for value as Kafka's JsonConverter has it with {@code schemas.enable=false}, without the tree
 * in between. Objects are read as maps over the message, whose untouched fields are written as the bytes that came in; all
 * else is written byte for byte as Kafka's does. Safe for use by many threads.
 */
public final class FastJsonConverter implements Converter, HeaderConverter, Versioned {

    /** A buffer that one large record has blown up beyond this is not kept. */
    private static final int LARGEST_SPARE = 1024 * 1024;

    private final PlainJson json = new PlainJson();
    private final AtomicReference<@Nullable JsonBytes> spare = new AtomicReference<>();
    private DecimalFormat decimalFormat = DecimalFormat.BASE64;
    private boolean replaceNullWithDefault = true;

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public ConfigDef config() {
        return FastJsonConverterConfig.DEFINITION;
    }

    @Override
    public void configure(Map<String, ?> settings) {
        FastJsonConverterConfig config = new FastJsonConverterConfig(settings);
        decimalFormat = config.decimalFormat();
        replaceNullWithDefault = config.replaceNullWithDefault();
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        configure(settings);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] document) {
        if (document == null) {
            return SchemaAndValue.NULL;
        }
        try {
            return new SchemaAndValue(null, json.view(document));
        } catch (DataException e) {
            throw new DataException("Topic '" + topic + "': " + e.getMessage(), e);
        }
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (schema == null && value == null) {
            return null;
        }
        JsonBytes out = borrow();
        try {
            new JsonWriting(out, decimalFormat, replaceNullWithDefault).value(schema, value);
            return out.toByteArray();
        } catch (DataException e) {
            throw new DataException("Topic '" + topic + "': " + e.getMessage(), e);
        } finally {
            giveBack(out);
        }
    }

    @Override
    public SchemaAndValue toConnectHeader(String topic, String headerKey, byte @Nullable [] document) {
        return toConnectData(topic, document);
    }

    @Override
    public byte @Nullable [] fromConnectHeader(
            String topic, String headerKey, @Nullable Schema schema, @Nullable Object value) {
        return fromConnectData(topic, schema, value);
    }

    @Override
    public void close() {
        spare.set(null);
    }

    private JsonBytes borrow() {
        JsonBytes kept = spare.getAndSet(null);
        return kept == null ? new JsonBytes() : kept;
    }

    private void giveBack(JsonBytes buffer) {
        if (buffer.capacity() <= LARGEST_SPARE) {
            buffer.clear();
            spare.lazySet(buffer);
        }
    }
}
