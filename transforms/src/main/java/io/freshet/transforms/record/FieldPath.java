package io.freshet.transforms.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A path to a field, in the notation of <a href="https://cwiki.apache.org/confluence/x/2Y8ODQ">KIP-821</a>'s version 2:
 * steps are separated by dots, a step that has dots of its own stands between backticks, and a backslash makes a
 * backtick literal. A single dot is the whole.
 */
public final class FieldPath {

    private final String text;
    private final String[] steps;

    /** Threads may race: what one finds is as good as what the other does. */
    private @Nullable Found lastFound;

    private FieldPath(String text, String[] steps) {
        this.text = text;
        this.steps = steps;
    }

    /**
     * Reads a path.
     *
     * @throws ConfigException if a step is empty or a backtick has no partner; it names {@code setting}
     */
    public static FieldPath parse(String setting, String text) {
        if (text.equals(".")) {
            return new FieldPath(text, new String[0]);
        }
        return new FieldPath(text, new Parser(setting, text).steps().toArray(String[]::new));
    }

    /**
     * Returns the value at this path, null where a step on the way is absent or null.
     *
     * @throws DataException if a step on the way has no fields
     */
    public @Nullable Object valueIn(@Nullable Object structOrMap) {
        Object at = structOrMap;
        for (String step : steps) {
            if (at == null) {
                return null;
            }
            at = child(at, step);
        }
        return at;
    }

    /** Returns the names on the way, none for the whole. */
    public List<String> steps() {
        return List.of(steps);
    }

    /** Returns the schema of what is at this path, null where that is not told. */
    public @Nullable Schema schemaIn(@Nullable Schema whole) {
        Schema at = whole;
        for (String step : steps) {
            Field field = at == null || at.type() != Schema.Type.STRUCT ? null : at.field(step);
            at = field == null ? null : field.schema();
        }
        return at;
    }

    private @Nullable Object child(Object parent, String step) {
        if (parent instanceof Map<?, ?> map) {
            return map.get(step);
        }
        if (parent instanceof Struct struct) {
            Field field = field(struct.schema(), step);
            return field == null ? null : struct.get(field);
        }
        throw new DataException("Field " + text + ": expecting a Struct or a Map around '" + step + "'. Found: "
                + parent.getClass().getName());
    }

    /** Structs that follow each other nearly always have one schema. */
    private @Nullable Field field(Schema schema, String step) {
        Found last = lastFound;
        if (last == null || last.schema != schema || !last.step.equals(step)) {
            last = new Found(schema, step, schema.field(step));
            lastFound = last;
        }
        return last.field;
    }

    /** Returns the path as it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** A field that was looked for in a schema; null if that has none of the name. */
    private record Found(Schema schema, String step, @Nullable Field field) {}

    private static final class Parser {
        private final String setting;
        private final String text;
        private int at;

        Parser(String setting, String text) {
            this.setting = setting;
            this.text = text;
        }

        List<String> steps() {
            List<String> steps = new ArrayList<>();
            do {
                steps.add(at < text.length() && text.charAt(at) == '`' ? quoted() : plain());
            } while (at++ < text.length());
            return steps;
        }

        private String plain() {
            int dot = text.indexOf('.', at);
            int end = dot < 0 ? text.length() : dot;
            if (end == at) {
                throw new ConfigException(
                        setting, text, "Expecting a field name at position " + at + ". Found: an empty step");
            }
            String step = text.substring(at, end);
            at = end;
            return step;
        }

        private String quoted() {
            StringBuilder step = new StringBuilder();
            int opening = at++;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '\\' && at < text.length() && text.charAt(at) == '`') {
                    step.append('`');
                    at++;
                } else if (c != '`') {
                    step.append(c);
                } else if (at == text.length() || text.charAt(at) == '.') {
                    return step.toString();
                } else {
                    throw new ConfigException(
                            setting,
                            text,
                            "Expecting a dot or the end after the backtick at position " + (at - 1)
                                    + ", a literal backtick is written \\`");
                }
            }
            throw new ConfigException(
                    setting, text, "Expecting a second backtick after the one at position " + opening);
        }
    }
}
