package io.freshet.transforms.table.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Debezium wrote for a table with a column of every type, as {@link DebeziumCaptureIT} has captured it, is told as it
 * stands in the {@code .told} file beside, each change with all its columns and their types.
 */
class DebeziumReplayTest {

    private static final Path FOLDER = Path.of("src/test/resources/debezium");

    @ParameterizedTest
    @CsvSource({
        "postgres-plain, connect",
        "postgres-typed, connect",
        "postgres-typed, raw",
        "mariadb-plain, connect",
        "mariadb-typed, connect",
        "mariadb-typed, raw"
    })
    void decode_captureOfEveryType_isToldWhole(String capture, String types) throws IOException {
        Path expected = FOLDER.resolve(capture + "-" + types + ".told");
        List<String> quick = told(capture, types, TableFormat.DETECT, true);
        if (Boolean.getBoolean("freshet.write.pages")) {
            Files.write(expected, quick);
        }

        assertThat(quick).isEqualTo(Files.readAllLines(expected));
        assertThat(told(capture, types, TableFormat.DEBEZIUM, true)).isEqualTo(quick);
        assertThat(told(capture, types, TableFormat.DETECT, false)).isEqualTo(quick);
    }

    private static List<String> told(String capture, String types, TableFormat format, boolean quickly)
            throws IOException {
        ChangeCodec codec = new Codecs(format, TableTypes.named(types), null, null, List.of()).codec(quickly);
        List<String> told = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve(capture + ".tsv"))) {
            String[] message = line.split("\t", -1);
            Told.by(codec, orNull(message[1]), orNull(message[2]))
                    .forEach(change -> told.add(message[0] + ": " + change));
        }
        return told;
    }

    private static @Nullable String orNull(String text) {
        return text.equals("null") ? null : text;
    }
}
