package io.freshet.agent.catalogue;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry as its lines of fields and values, read at first use: a process needs few of all. */
final class WrittenEntry {
    private final String lines;

    /** Set to the same by whoever comes first. */
    private volatile @Nullable CatalogueEntry entry;

    WrittenEntry(String lines) {
        this.lines = lines;
    }

    CatalogueEntry read() {
        CatalogueEntry known = entry;
        if (known == null) {
            known = new CatalogueEntry(new EntryFields(fields()));
            entry = known;
        }
        return known;
    }

    private Map<String, String> fields() {
        Map<String, String> fields = new HashMap<>();
        int start = 0;
        for (int end = lines.indexOf('\n'); end >= 0; end = lines.indexOf('\n', start)) {
            int space = lines.indexOf(' ', start);
            fields.put(lines.substring(start, space), lines.substring(space + 1, end));
            start = end + 1;
        }
        return fields;
    }
}
