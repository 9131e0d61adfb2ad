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
 * row has to come twice in a row to a place before it costs anything. Where fewer than a third of the rows were known, looking
 * for them stops for a while. Used by one thread.
 */
final class RowMaps {

    private static final int PLACES = 16_384;
    private static final int LEAST = -PLACES;
    private static final int MOST = PLACES;
    private static final int PAUSE = 1_000_000;

    private final PlainJson json = new PlainJson();
    private final Function<Row, Map<String, @Nullable Object>> plain;
    private final @Nullable Seen[] seen = new @Nullable Seen[PLACES];
    private int score;
    private int pause;

    /** A row; what it was made into, from the second time on; and whether it was tried. */
    private record Seen(Row row, boolean tried, @Nullable MessageMap map) {}

    /**
     * @param plain makes a map of a row
     */
    RowMaps(Function<Row, Map<String, @Nullable Object>> plain) {
        this.plain = plain;
    }

    /** Returns a map of this row that the caller may change. */
    Map<?, ?> of(Row row) {
        MessageMap known = known(row);
        return known == null ? plain.apply(row) : known;
    }

    /** Returns a map of this row that the caller may change, null if there is none over JSON. */
    @Nullable
    MessageMap known(Row row) {
        if (pause > 0) {
            pause--;
            return null;
        }
        int place = System.identityHashCode(row) & (PLACES - 1);
        Seen last = seen[place];
        if (last == null || last.row != row) {
            seen[place] = new Seen(row, false, null);
            missed();
            return null;
        }
        score = Math.min(score + 2, MOST);
        if (!last.tried) {
            last = new Seen(row, true, overJson(plain.apply(row)));
            seen[place] = last;
        }
        return last.map == null ? null : last.map.copy();
    }

    private void missed() {
        if (--score < LEAST) {
            score = 0;
            pause = PAUSE;
        }
    }

    /**
     * Some values are not the same when they are read again, such as integers of 32 bits: a row with one stays as it is. As
     * does one with surrogates, which are escaped where a converter writes them.
     */
    private @Nullable MessageMap overJson(Map<String, @Nullable Object> map) {
        String text = JsonText.of(map);
        if (text.chars().anyMatch(unit -> Character.isSurrogate((char) unit))) {
            return null;
        }
        byte[] bytes = text.getBytes(UTF_8);
        return map.equals(json.view(bytes)) && json.view(bytes) instanceof MessageMap unread ? unread : null;
    }
}
