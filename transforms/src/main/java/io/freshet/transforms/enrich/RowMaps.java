package io.freshet.transforms.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.transforms.json.JsonText;
import io.freshet.transforms.json.MessageMap;
import io.freshet.transforms.json.PlainJson;
import io.freshet.transforms.table.change.Row;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The maps of rows that are joined again and again, over JSON that was written once: with a message that goes out as the
 * bytes that came in, they go out as bytes, too. The row that came last to a place has it, so the memory is bounded, and a
 * row has to come twice in a row to a place before it costs anything. Used by one thread.
 */
final class RowMaps {

    private static final int PLACES = 4096;

    private final PlainJson json = new PlainJson();
    private final @Nullable Seen[] seen = new @Nullable Seen[PLACES];

    /** A row; what it was made into, from the second time on; and whether it was tried. */
    private record Seen(Row row, boolean tried, @Nullable MessageMap map) {}

    /** Returns a map of this row that the caller may change, equal to what {@code plain} makes of it. */
    Map<?, ?> of(Row row, Function<Row, Map<String, @Nullable Object>> plain) {
        int place = System.identityHashCode(row) & (PLACES - 1);
        Seen last = seen[place];
        if (last == null || last.row != row) {
            seen[place] = new Seen(row, false, null);
            return plain.apply(row);
        }
        if (last.map != null) {
            return last.map.copy();
        }
        Map<String, @Nullable Object> map = plain.apply(row);
        if (!last.tried) {
            seen[place] = new Seen(row, true, overJson(map));
        }
        return map;
    }

    /** Some values are not the same when they are read again, such as integers of 32 bits: a row with one stays as it is. */
    private @Nullable MessageMap overJson(Map<String, @Nullable Object> map) {
        byte[] text = JsonText.of(map).getBytes(UTF_8);
        return map.equals(json.view(text)) && json.view(text) instanceof MessageMap unread ? unread : null;
    }
}
