package io.freshet.transforms.table.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.table.change.BadChangeException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Messages that are cut, mixed up, huge or deep are changes or bad changes, and never anything else. */
class MutatedMessagesTest {

    private static final int MUTATIONS = 10_000;

    @Test
    void decode_mutatedMessage_isAChangeOrABadOne() {
        List<Samples.Sample> samples = Samples.all();
        Random random = new Random(4_711);
        int bad = 0;
        for (Samples.Sample sample : samples) {
            ChangeCodec set = Told.codec(sample.format());
            ChangeCodec detecting = Told.codec(TableFormat.DETECT, "city", "lat", "since", "tags");
            List<String> expectedOfSet = told(set, sample);
            List<String> expectedOfDetecting = told(detecting, sample);
            for (int i = 0; i < MUTATIONS / samples.size(); i++) {
                byte[] key = sample.key().getBytes(UTF_8);
                byte[] value = sample.value().getBytes(UTF_8);
                if (random.nextInt(4) == 0) {
                    key = mutated(key, random);
                } else {
                    value = mutated(value, random);
                }
                bad += decode(set, key, value) + decode(detecting, key, value);
                assertThat(told(set, sample)).isEqualTo(expectedOfSet);
                assertThat(told(detecting, sample)).isEqualTo(expectedOfDetecting);
            }
        }
        assertThat(bad).isBetween(MUTATIONS / 10, 2 * MUTATIONS - MUTATIONS / 10);
    }

    private static List<String> told(ChangeCodec codec, Samples.Sample sample) {
        return Told.by(codec, sample.key(), sample.value());
    }

    /** Returns 1 if the message is refused. */
    private static int decode(ChangeCodec codec, byte[] key, byte[] value) {
        try {
            Told.by(codec, key, value);
            return 0;
        } catch (BadChangeException e) {
            assertThat(e).hasMessageStartingWith("airports-2@17: ");
            assertThat(e.getMessage()).hasSizeLessThan(400);
            return 1;
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> flipped(bytes, random);
            case 2 -> replaced(bytes, random, "\"[^\"]*\"", values(random));
            case 3 -> replaced(bytes, random, "-?[0-9][0-9.]*", values(random));
            case 4 -> replaced(bytes, random, "(true|false|null|\\{\\}|\\[[^\\[]*\\])", values(random));
            case 5 -> swapped(bytes, random);
            case 6 -> replaced(bytes, random, "[{}\\[\\],:\"]", "");
            default -> replaced(bytes, random, "\"(op|type|data|after|source|schema|payload|fields|id)\"", "\"other\"");
        };
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        byte[] flipped = bytes.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] swapped(byte[] bytes, Random random) {
        byte[] swapped = bytes.clone();
        int a = random.nextInt(swapped.length);
        int b = random.nextInt(swapped.length);
        int length = Math.min(random.nextInt(40), swapped.length - Math.max(a, b));
        System.arraycopy(bytes, a, swapped, b, length);
        System.arraycopy(bytes, b, swapped, a, length);
        return swapped;
    }

    /** Replaces one of the matches, whichever. */
    private static byte[] replaced(byte[] bytes, Random random, String pattern, String by) {
        List<MatchResult> found = Pattern.compile(pattern)
                .matcher(new String(bytes, UTF_8))
                .results()
                .toList();
        if (found.isEmpty()) {
            return flipped(bytes, random);
        }
        MatchResult one = found.get(random.nextInt(found.size()));
        String text = new String(bytes, UTF_8);
        return (text.substring(0, one.start()) + by + text.substring(one.end())).getBytes(UTF_8);
    }

    private static String values(Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> "null";
            case 1 -> "\"\u0000\"";
            case 2 -> "12345678901234567890123456789";
            case 3 -> "1e999999999";
            case 4 -> "-1E-999999999";
            case 5 -> "9".repeat(5_000);
            case 6 -> "{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000);
            case 7 -> "[".repeat(20_000);
            case 8 -> "\"" + "x".repeat(20_000) + "\"";
            case 9 -> "\"\\ud800\\uZZZZ\"";
            case 10 -> "true";
            case 11 -> "[1,{\"a\":\"b\"}]";
            case 12 -> "\"1e999999999\"";
            default -> "{}";
        };
    }
}
