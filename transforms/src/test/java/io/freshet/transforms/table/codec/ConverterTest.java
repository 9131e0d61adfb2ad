package io.freshet.transforms.table.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.table.change.BadChangeException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and values that a converter of Connect reads. */
class ConverterTest {

    private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void decode_everyFormatThroughKafkasConverter_isWhatOurParserReads(String schemas) {
        for (Samples.Sample sample : Samples.all()) {
            boolean typed = schemas.equals("true");
            if (!sample.key().startsWith("{")
                    || sample.key().startsWith("{\"schema\"") != typed
                    || sample.value().startsWith("{\"schema\"") != typed) {
                continue;
            }
            // Without schema, Kafka's converter does not keep the order of fields.
            String[] kept = typed ? new String[0] : new String[] {"city"};
            ChangeCodec codec = config(
                            "table.format", sample.format().toString(),
                            "table.key.converter", JSON,
                            "table.key.converter.schemas.enable", schemas,
                            "table.value.converter", JSON,
                            "table.value.converter.schemas.enable", schemas)
                    .codecs(List.of(kept))
                    .codec();

            assertThat(Told.by(codec, sample.key(), sample.value()))
                    .isNotEmpty()
                    .isEqualTo(Told.by(Told.codec(sample.format(), kept), sample.key(), sample.value()));
            codec.close();
        }
    }

    @Test
    void decode_whatTheConverterCannotRead_isABadChangeWithoutItsContents() {
        ChangeCodec codec =
                config("table.value.converter", JSON).codecs(List.of()).codec();

        assertThatThrownBy(() -> Told.by(codec, "k", "{secret"))
                .isInstanceOf(BadChangeException.class)
                .hasMessage("airports-2@17: Expecting what JsonConverter reads. Found: a DataException");
        assertThat(Told.by(codec, "k", "{\"schema\":null,\"payload\":{\"a\":1}}"))
                .containsExactly("k = {a=1}");
    }

    @Test
    void decode_registryIsAway_isNotTheMessagesFault() {
        ChangeCodec codec = config("table.value.converter", Unreachable.class.getName())
                .codecs(List.of())
                .codec();

        assertThatThrownBy(() -> Told.by(codec, "k", "{}"))
                .isInstanceOf(KafkaException.class)
                .isNotInstanceOf(BadChangeException.class)
                .hasMessage("The converter cannot work at the moment: no schema");
    }

    @Test
    void codec_knowsItsRole_andTheLoaderOfItsConverter() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        ChangeCodec codec = config("table.key.converter", Asking.class.getName(), "table.key.converter.expected", "key")
                .codecs(List.of())
                .codec();

        assertThat(Told.by(codec, "7", "{\"a\":1}")).containsExactly("true/key/true = {a=1}");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void config_wrongConverter_saysKeyRuleAndValue() {
        assertThatThrownBy(() -> config("table.value.converter", "com.example.None"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Invalid value com.example.None for configuration table.value.converter:"
                        + " Expecting the full name of a converter's class");
        assertThatThrownBy(() -> config("table.value.converter", "java.lang.String"))
                .hasMessage("Invalid value java.lang.String for configuration table.value.converter:"
                        + " Expecting a class that is a converter of Connect");
        assertThatThrownBy(() -> config("table.key.converter.schemas.enable", "true"))
                .hasMessage("Setting 'table.key.converter.schemas.enable' is for a converter, and"
                        + " 'table.key.converter' names none");
        assertThatThrownBy(() -> config("table.value.converter", JSON, "table.value.converter.schemas.enable", "x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schemas.enable");
    }

    @Test
    void config_otherSettingsOfAConverter_areAnotherTable() {
        CodecConfig one = config("table.value.converter", JSON, "table.value.converter.schemas.enable", "false");

        assertThat(config("table.value.converter", JSON, "table.value.converter.schemas.enable", "false"))
                .isEqualTo(one)
                .hasSameHashCodeAs(one);
        assertThat(config("table.value.converter", JSON)).isNotEqualTo(one);
        assertThat(config("table.types", "raw")).isNotEqualTo(config());
    }

    private static CodecConfig config(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new CodecConfig(new AbstractConfig(CodecConfig.addTo(new ConfigDef()), all, false));
    }

    /** A converter whose schema registry is away. */
    public static final class Unreachable extends ReadingConverter {
        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            throw new DataException("no schema", new UnknownHostException("registry"));
        }
    }

    /** A converter that tells what it was told. */
    public static final class Asking extends ReadingConverter {
        private String told = "";

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            told = isKey + "/" + configs.get("expected");
        }

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            boolean own =
                    Thread.currentThread().getContextClassLoader() == getClass().getClassLoader();
            return new SchemaAndValue(Schema.STRING_SCHEMA, told + "/" + own);
        }
    }

    private abstract static class ReadingConverter implements Converter {
        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {}

        @Override
        public byte[] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
            throw new UnsupportedOperationException();
        }
    }
}
