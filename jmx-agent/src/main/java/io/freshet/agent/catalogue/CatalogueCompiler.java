package io.freshet.agent.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Makes the plain file that the agent reads out of the YAML files that people write. Runs in the build, and is left out of
 * the jar.
 *
 * <p>An entry may speak of several metrics. One with <code>{avg|max}</code> in a field stands for two, in which each
 * such choice of every field is made alike; and a list of MBeans stands for an entry each.
 */
public final class CatalogueCompiler {
    private static final Pattern CHOICE = Pattern.compile("\\{([^{}]*\\|[^{}]*)}");

    private CatalogueCompiler() {}

    /** Arguments: the folder with the YAML files, the folder to write to. */
    public static void main(String[] arguments) throws IOException {
        StringBuilder compiled = new StringBuilder();
        for (String role : Catalogue.ROLES) {
            compile(Path.of(arguments[0]), role, compiled);
        }
        Path target = Path.of(arguments[1], Catalogue.COMPILED);
        Files.createDirectories(target.getParent());
        Files.writeString(target, compiled);
        Catalogue.read(compiled.toString());
    }

    private static void compile(Path folder, String role, StringBuilder compiled) throws IOException {
        String file = role + ".yaml";
        try (InputStream content = Files.newInputStream(folder.resolve(file))) {
            for (Object entry : (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(content)) {
                compile(entry, role, compiled);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    static void compile(Object entry, String role, StringBuilder compiled) {
        if (!(entry instanceof Map)) {
            throw new IllegalArgumentException("an entry must be a map. Found: " + entry);
        }
        Map<?, ?> fields = (Map<?, ?>) entry;
        Object mbeans = fields.get("mbean");
        for (Object mbean : mbeans instanceof List ? (List<?>) mbeans : List.of(mbeans == null ? "" : mbeans)) {
            int choices = choices(fields);
            for (int choice = 0; choice < choices; choice++) {
                write(fields, mbean.toString(), choice, role, compiled);
            }
        }
    }

    private static void write(Map<?, ?> fields, String mbean, int choice, String role, StringBuilder compiled) {
        Map<String, String> plain = new LinkedHashMap<>();
        plain.put("role", role);
        fields.forEach((field, value) -> plain.put(field.toString(), choose(text(value), choice)));
        if (!mbean.isEmpty()) {
            plain.put("mbean", choose(mbean, choice));
        }
        plain.values().removeIf(String::isEmpty);
        // Finds fault with it here, where its file is known.
        CatalogueEntry entry = new CatalogueEntry(new EntryFields(plain));
        compiled.append(entry.key()).append('\n');
        plain.forEach((field, value) ->
                compiled.append(field).append(' ').append(value).append('\n'));
        compiled.append('\n');
    }

    private static String text(Object value) {
        String text = value instanceof List
                ? ((List<?>) value).stream().map(Object::toString).collect(Collectors.joining(", "))
                : String.valueOf(value);
        return text.strip().replaceAll("\\s+", " ");
    }

    private static int choices(Map<?, ?> fields) {
        int choices = 1;
        for (Object value : fields.values()) {
            Matcher found = CHOICE.matcher(text(value));
            while (found.find()) {
                int here = alternatives(found).length;
                if (choices != 1 && here != choices) {
                    throw new IllegalArgumentException("every choice must have " + choices + " sides. Found: " + value);
                }
                choices = here;
            }
        }
        return choices;
    }

    private static String choose(String text, int choice) {
        return CHOICE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(alternatives(found)[choice]));
    }

    private static String[] alternatives(MatchResult choice) {
        return choice.group(1).split("\\|", -1);
    }
}
