package io.freshet.connect.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** JSON as it may come, from flights to rubbish; the same seed gives the same documents. */
final class RandomJson {
    private static final List<String> NAMES = List.of(
            "a", "id", "date", "delay", "origin", "destination", "", "\\u0061", "\u00e9t\u00e9", "\ud83d\ude00", "a b");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "0.0",
            "0e0",
            "-0e5",
            "007",
            "-007",
            "00",
            "00.5",
            "1.",
            ".5",
            "+1",
            "1e5",
            "1E-5",
            "1e+05",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "999999999999999999",
            "1000000000000000000",
            "18446744073709551616",
            "123456789012345678901234567890",
            "1e400",
            "-1e400",
            "1e-400",
            "-1e-400",
            "4.9e-324",
            "2.4e-324",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "1e2147483647",
            "1e2147483648",
            "1e-2147483648",
            "0e99999999999",
            "1e99999999999",
            "0.1",
            "123.456",
            "0.30000000000000004",
            "9007199254740993",
            "9007199254740993.0",
            "NaN",
            "-Infinity",
            "0x10",
            "1_000",
            "1f",
            "--1",
            "-",
            "1e",
            "1e+",
            "000000000000000000000000000001",
            "-00000000000000000009223372036854775808");
    private static final List<String> TEXTS = List.of(
            "",
            "SFO",
            "2001/01/01 01:10",
            "\\\"",
            "\\\\",
            "\\/",
            "\\b\\f\\n\\r\\t",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\ude00\\ud83d",
            "\u00e9",
            "\u4e2d\u6587",
            "\ud83d\ude00",
            "\u0000",
            "\n",
            "\u007f",
            "\u2028",
            "\\x",
            "\\u12",
            "\ufeff",
            "\\u0000",
            "\uffff");
    private static final List<String> TOKENS = List.of(
            "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "nul", "true", "TRUE", "//x\n", "/*x*/", "'a'", "#", " ",
            "0", "-", ".");

    private final Random random;

    RandomJson(long seed) {
        random = new Random(seed);
    }

    /** A quarter each: well-formed, nearly so, with some bytes changed, and cut or joined. */
    byte[] next() {
        return switch (random.nextInt(4)) {
            case 0 -> text(value(0, false));
            case 1 -> text(value(0, true));
            case 2 -> mutated(text(value(0, random.nextBoolean())));
            default -> cut(text(value(0, false)));
        };
    }

    /** An object that is well-formed, or nearly so. */
    byte[] nextObject() {
        return text(space() + object(0, random.nextBoolean()) + space());
    }

    private static byte[] text(String json) {
        return json.getBytes(UTF_8);
    }

    private byte[] mutated(byte[] json) {
        if (json.length == 0) {
            return json;
        }
        byte[] mutated = json.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(mutated.length);
            mutated[at] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) pick(TOKENS).charAt(0);
        }
        return mutated;
    }

    private byte[] cut(byte[] json) {
        byte[] cut = Arrays.copyOf(json, random.nextInt(json.length + 1));
        return random.nextInt(3) > 0 ? cut : text(new String(cut, UTF_8) + pick(TOKENS) + value(0, true));
    }

    private String value(int depth, boolean wild) {
        int kind = random.nextInt(depth == 0 ? 12 : depth < 4 ? 9 : 6);
        return space()
                + switch (kind) {
                    case 0, 1 -> number(wild);
                    case 2, 3 -> '"' + chars(wild) + '"';
                    case 4 -> random.nextBoolean() ? "true" : "false";
                    case 5 -> wild && random.nextInt(3) == 0 ? pick(TOKENS) : "null";
                    case 6 -> array(depth, wild);
                    default -> object(depth, wild);
                }
                + space();
    }

    private String number(boolean wild) {
        return switch (random.nextInt(4)) {
            case 0 -> wild ? pick(NUMBERS) : "12.75";
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            default -> Integer.toString(random.nextInt(3000) - 100);
        };
    }

    private String chars(boolean wild) {
        StringBuilder chars = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            if (wild) {
                chars.append(pick(TEXTS));
            }
            for (int j = random.nextInt(12); j > 0; j--) {
                chars.append((char) ('a' + random.nextInt(26)));
            }
        }
        return chars.toString();
    }

    private String array(int depth, boolean wild) {
        StringBuilder array = new StringBuilder("[");
        for (int i = random.nextInt(4); i > 0; i--) {
            array.append(value(depth + 1, wild)).append(i == 1 && !slip(wild) ? "" : ",");
        }
        return array.append("]").toString();
    }

    private String object(int depth, boolean wild) {
        StringBuilder object = new StringBuilder("{");
        int fields =
                depth == 0 && random.nextInt(10) == 0 ? 11 + random.nextInt(30) : random.nextInt(depth < 2 ? 6 : 3);
        for (int i = fields; i > 0; i--) {
            String name = random.nextInt(3) == 0 ? chars(wild) : pick(NAMES);
            object.append(space())
                    .append('"')
                    .append(name)
                    .append('"')
                    .append(space())
                    .append(slip(wild) ? "" : ":")
                    .append(value(depth + 1, wild))
                    .append(i == 1 && !slip(wild) ? "" : ",");
        }
        return object.append("}").toString();
    }

    private boolean slip(boolean wild) {
        return wild && random.nextInt(20) == 0;
    }

    private String space() {
        return random.nextInt(8) == 0
                ? pick(List.of(" ", "\n", "\t", "\r\n ", "\u000b", "\u00a0")).repeat(random.nextInt(2))
                : "";
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
