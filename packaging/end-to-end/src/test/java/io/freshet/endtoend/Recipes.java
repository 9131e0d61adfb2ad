package io.freshet.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The recipes of a module's README, as they stand there. */
final class Recipes {

    /** A heading with a number, and the next JSON. */
    private static final Pattern RECIPE =
            Pattern.compile("(?s)\n### (\\d+)\\. [^\n]*\n(?:(?!\n###).)*?```json\n(.*?)```");

    private final Map<Integer, String> texts = new LinkedHashMap<>();

    Recipes(String module) {
        try {
            Matcher matcher = RECIPE.matcher(Files.readString(Path.of("../..", module, "README.md")));
            while (matcher.find()) {
                texts.put(Integer.valueOf(matcher.group(1)), matcher.group(2));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int count() {
        return texts.size();
    }

    /** Returns a recipe's settings; {@code replacements} says what stands here for the examples of addresses and passwords. */
    Map<String, String> settings(int number, Map<String, String> replacements) {
        String text = texts.getOrDefault(number, "");
        for (Map.Entry<String, String> each : replacements.entrySet()) {
            text = text.replace(each.getKey(), each.getValue());
        }
        try {
            return new ObjectMapper().readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError("Recipe " + number + " is no JSON", e);
        }
    }
}
