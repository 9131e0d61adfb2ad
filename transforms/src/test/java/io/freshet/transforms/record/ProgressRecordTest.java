package io.freshet.transforms.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

class ProgressRecordTest {

    /** Settings under which a record without key and value would not go through as it is, where there are such. */
    private static final Map<String, Map<String, String>> SETTINGS = Map.of(
            "Filter", Map.of("condition", "topic == 'another'"),
            "Route", Map.of("topic", "'another'"),
            "LateEvents", Map.of("allowed.lateness", "1m", "on.late", "drop"),
            "Deduplicate", Map.of("key", ".", "window", "1m"));

    @Test
    @SuppressWarnings("unchecked") // a transformation that Connect finds is one of any record
    void apply_everyTransformation_handsItOnAsItIs() {
        SourceRecord progress = record(new ConnectHeaders().add(ProgressRecord.HEADER, null, null));

        ServiceLoader.load(Transformation.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.getClass().getName().startsWith("io.freshet."))
                .forEach(each -> {
                    Map<String, String> settings =
                            SETTINGS.get(each.getClass().getName().replaceAll(".*\\.|\\$.*", ""));
                    if (settings != null) {
                        each.configure(settings);
                    }
                    assertThat(each.apply(progress)).as("%s", each.getClass()).isSameAs(progress);
                    each.close();
                });
    }

    @Test
    void is_tombstoneOfAKeyOrARecordWithoutTheHeader_isNone() {
        assertThat(ProgressRecord.is(record(new ConnectHeaders()))).isFalse();
        assertThat(ProgressRecord.is(record(new ConnectHeaders().add(ProgressRecord.HEADER, null, null))
                        .newRecord("topic", 0, null, "key", null, null, null)))
                .isFalse();
    }

    private static SourceRecord record(Headers headers) {
        return new SourceRecord(
                Map.of("p", 0), Map.of("offset", 1), "progress", 0, null, null, null, null, null, headers);
    }
}
