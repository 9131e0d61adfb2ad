package io.freshet.transforms.table.codec;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which columns of a row are kept. */
final class WantedColumns {

    /**
     * What Debezium's ExtractNewRecordState adds to a row, by its setting {@code add.fields} and the prefix that it has
     * by default: fields of the envelope, of its {@code source} and of its {@code transaction}.
     */
    private static final Pattern ADDED = Pattern.compile("__(deleted|op|ts_[mun]s|(source|transaction)_.+"
            + "|version|connector|name|snapshot|db|sequence|schema|table|txId|lsn|xmin|origin(_lsn)?"
            + "|server_id|gtid|file|pos|row|thread|query)");

    private final Set<String> asked;
    private final boolean withoutAdded;

    /**
     * @param asked the columns that are asked for, all if empty
     * @param withoutAdded if rows have fields that Debezium added, which are no columns unless they are asked for
     */
    WantedColumns(List<String> asked, boolean withoutAdded) {
        this.asked = Set.copyOf(asked);
        this.withoutAdded = withoutAdded;
    }

    boolean has(String name) {
        if (asked.isEmpty()) {
            return !withoutAdded || !ADDED.matcher(name).matches();
        }
        return asked.contains(name);
    }
}
