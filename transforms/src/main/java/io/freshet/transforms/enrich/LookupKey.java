package io.freshet.transforms.enrich;

import io.freshet.transforms.record.FieldPath;
import io.freshet.transforms.record.RecordPart;
import io.freshet.transforms.table.change.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** What of a record says which row it is joined with: fields of its value or key, or headers. */
final class LookupKey {

    /** Where the parts of the key are. */
    enum Source {
        VALUE,
        KEY,
        HEADER;

        static List<String> names() {
            return Arrays.stream(values()).map(Source::toString).toList();
        }

        static Source named(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One part of the key. */
    private interface Part {
        @Nullable
        Object in(ConnectRecord<?> record);
    }

    private final List<String> names;
    private final Part[] parts;

    private LookupKey(List<String> names, Part[] parts) {
        this.names = List.copyOf(names);
        this.parts = parts;
    }

    /**
     * Reads which parts the key has.
     *
     * @param names paths of fields, or names of headers
     * @throws org.apache.kafka.common.config.ConfigException if a path is broken; it names {@code setting}
     */
    static LookupKey parse(String setting, List<String> names, Source source) {
        return new LookupKey(
                names, names.stream().map(name -> part(setting, name, source)).toArray(Part[]::new));
    }

    private static Part part(String setting, String name, Source source) {
        if (source == Source.HEADER) {
            return record -> {
                Header header = record.headers().lastWithName(name);
                return header == null ? null : header.value();
            };
        }
        FieldPath path = FieldPath.parse(setting, name);
        RecordPart part = source == Source.KEY ? RecordPart.KEY : RecordPart.VALUE;
        return record -> path.valueIn(part.valueOf(record));
    }

    /**
     * Reads a record's key, null where a part is null or absent.
     *
     * @throws DataException if a part's type cannot be a key; the message names the parts
     */
    @Nullable
    RowKey of(ConnectRecord<?> record) {
        try {
            return parts.length == 1 ? single(record) : composite(record);
        } catch (DataException e) {
            throw new DataException("Setting 'key' (" + this + "): " + e.getMessage(), e);
        }
    }

    private @Nullable RowKey single(ConnectRecord<?> record) {
        Object part = parts[0].in(record);
        return part == null ? null : RowKey.of(part);
    }

    private @Nullable RowKey composite(ConnectRecord<?> record) {
        List<Object> values = new ArrayList<>(parts.length);
        for (Part part : parts) {
            Object value = part.in(record);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return RowKey.of(values);
    }

    @Override
    public String toString() {
        return names.stream().collect(Collectors.joining(", "));
    }
}
