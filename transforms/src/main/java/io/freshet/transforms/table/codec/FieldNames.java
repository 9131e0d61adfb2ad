package io.freshet.transforms.table.codec;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The names of one kind of object's fields, and what they stand for there. Messages repeat each other: after a name the one
 * is tried first that came after it the last time. Used by one thread.
 */
final class FieldNames {

    private static final int MOST = 10_000;

    private final ToIntFunction<String> meanings;
    private final Map<String, Name> known = new HashMap<>();
    private final Name start;

    /**
     * @param meanings what a name stands for
     */
    FieldNames(ToIntFunction<String> meanings) {
        this.meanings = meanings;
        this.start = new Name("", 0);
    }

    /** Returns what comes before the first name. */
    Name start() {
        return start;
    }

    /**
     * Reads a name after its quote, up to the colon.
     *
     * @return null, and the cursor is unsure, if it is unusual
     */
    @Nullable
    Name read(JsonCursor cursor, Name previous) {
        Name guess = previous.next;
        if (guess != null && cursor.take(guess.ending)) {
            return guess;
        }
        String text = cursor.name();
        if (text == null) {
            return null;
        }
        Name name = known.get(text);
        if (name == null) {
            if (known.size() >= MOST) {
                known.clear();
            }
            name = new Name(text, meanings.applyAsInt(text));
            known.put(text, name);
        }
        previous.next = name;
        return name;
    }

    /** A name. */
    static final class Name {
        private final String text;
        private final JsonCursor.Bytes ending;
        private final int meaning;
        private @Nullable Name next;

        /** If equal texts of this column are shared is decided by how many there were. */
        final SharedValues.Worth worth = new SharedValues.Worth();

        Name(String text, int meaning) {
            this.text = text;
            this.ending = new JsonCursor.Bytes(text + "\":");
            this.meaning = meaning;
        }

        String text() {
            return text;
        }

        int meaning() {
            return meaning;
        }
    }
}
