package io.freshet.connect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.settings.SettingsPage;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.junit.jupiter.api.Test;

class FastJsonConverterTest {
    private static final Path PAGE = Path.of("docs/fast-json-converter.md");
    private static final Pattern PROPERTIES = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);

    private final FastJsonConverter converter = new FastJsonConverter();

    @Test
    void configure_noSettings_areThoseOfThePage() {
        converter.configure(Map.of(), false);

        FastJsonConverterConfig config = new FastJsonConverterConfig(Map.of());
        assertThat(config.values())
                .isEqualTo(Map.of(
                        "schemas.enable",
                        false,
                        "decimal.format",
                        "BASE64",
                        "replace.null.with.default",
                        true,
                        "schemas.cache.size",
                        1000));
    }

    @Test
    void configure_whatAWorkerPassesToo_isNotRefused() {
        assertThatCode(() -> converter.configure(
                        Map.of(
                                "schemas.enable",
                                "false",
                                "schemas.cache.size",
                                "5",
                                "converter.type",
                                "value",
                                "x",
                                "y"),
                        false))
                .doesNotThrowAnyException();
    }

    @Test
    void configure_schemasEnabled_isRefusedWithTheConverterThatReadsThem() {
        assertThatThrownBy(() -> converter.configure(Map.of("schemas.enable", "true"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Invalid value true for configuration schemas.enable: Expecting false, as this converter reads and"
                                + " writes JSON without schema; org.apache.kafka.connect.json.JsonConverter does both");
    }

    @Test
    void config_validatedByAWorker_namesWhatIsWrong() {
        assertThat(converter.config().validate(Map.of("schemas.enable", "true", "decimal.format", "TEXT")))
                .filteredOn(setting -> !setting.errorMessages().isEmpty())
                .extracting(setting -> setting.name())
                .containsExactlyInAnyOrder("schemas.enable", "decimal.format");
    }

    @Test
    void headers_areConvertedLikeValues() {
        HeaderConverter headers = converter;

        assertThat(headers.fromConnectHeader("t", "h", null, Map.of("a", 1L))).isEqualTo("{\"a\":1}".getBytes(UTF_8));
        assertThat(headers.toConnectHeader("t", "h", "{\"a\":1}".getBytes(UTF_8)))
                .isEqualTo(new SchemaAndValue(null, new HashMap<>(Map.of("a", 1L))));
    }

    @Test
    void plugin_isFoundByItsManifests() {
        assertThat(ServiceLoader.load(Converter.class)).hasAtLeastOneElementOfType(FastJsonConverter.class);
        assertThat(ServiceLoader.load(HeaderConverter.class)).hasAtLeastOneElementOfType(FastJsonConverter.class);
        assertThat(converter.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void page_settings_areShownAsTheyAreDefined() throws Exception {
        String shown = Files.readString(PAGE);
        String upToDate = SettingsPage.upToDate(shown, FastJsonConverterConfig.DEFINITION, Map.of());
        if (Boolean.getBoolean("freshet.write.pages")) {
            Files.writeString(PAGE, upToDate);
        } else {
            assertThat(shown)
                    .as("write it anew with -Dfreshet.write.pages=true")
                    .isEqualTo(upToDate);
        }
    }

    @Test
    void page_example_isWhatThisConverterTakes() throws Exception {
        Matcher page = PROPERTIES.matcher(Files.readString(PAGE));
        assertThat(page.find()).isTrue();
        Properties example = new Properties();
        example.load(new StringReader(page.group(1)));

        assertThat(example).containsEntry("value.converter", FastJsonConverter.class.getName());
        assertThat(example.stringPropertyNames().stream()
                        .filter(key -> key.startsWith("value.converter."))
                        .map(key -> key.substring("value.converter.".length())))
                .allMatch(key -> FastJsonConverterConfig.DEFINITION.names().contains(key))
                .isNotEqualTo(List.of());
    }
}
