package io.freshet.transforms.table.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the codecs of a table, one for each thread that reads its topic. Safe for use by several threads. */
public final class Codecs {

    private final TableFormat format;
    private final TableTypes types;
    private final @Nullable ConverterSetting keyConverter;
    private final @Nullable ConverterSetting valueConverter;
    private final WantedColumns wanted;
    private final WantedColumns unwrapped;
    private final SharedColumns columns = new SharedColumns();

    /**
     * @param kept the columns to keep, all if empty
     */
    Codecs(
            TableFormat format,
            TableTypes types,
            @Nullable ConverterSetting keyConverter,
            @Nullable ConverterSetting valueConverter,
            List<String> kept) {
        this.format = format;
        this.types = types;
        this.keyConverter = keyConverter;
        this.valueConverter = valueConverter;
        this.wanted = new WantedColumns(kept, false);
        this.unwrapped = new WantedColumns(kept, true);
    }

    /** Returns a new codec, which is for one thread and the caller's to close. */
    public ChangeCodec codec() {
        return codec(true);
    }

    /**
     * @param quickly if what can be is read in one pass over the bytes, which makes no difference but to time
     */
    ChangeCodec codec(boolean quickly) {
        KeyReader keys = new KeyReader(keyConverter == null ? null : keyConverter.create(), types, quickly);
        List<Format> formats = formats(keys);
        if (valueConverter != null) {
            return new MessageCodec(valueConverter.create(), null, keys, formats);
        }
        JsonOpener json = new JsonOpener();
        DebeziumFormat debezium = first(formats, DebeziumFormat.class);
        RowFormat rows = first(formats, RowFormat.class);
        boolean any = quickly && (debezium != null || rows != null);
        return new MessageCodec(json, any ? new QuickJson(json.documents(), debezium, rows) : null, keys, formats);
    }

    private static <T> @Nullable T first(List<Format> formats, Class<T> type) {
        return formats.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }

    /** Returns a new reader of heartbeats, which is for one thread and the caller's to close. */
    public HeartbeatReader heartbeats() {
        return new HeartbeatReader(valueConverter == null ? new JsonOpener() : valueConverter.create());
    }

    private List<Format> formats(KeyReader keys) {
        return switch (format) {
            case DETECT -> List.of(debezium(keys), canal(), maxwell(keys), rows(keys, unwrapped, true));
            case DEBEZIUM -> List.of(debezium(keys));
            case DEBEZIUM_UNWRAPPED -> List.of(rows(keys, unwrapped, true));
            case UPSERT -> List.of(rows(keys, wanted, false));
            case MAXWELL -> List.of(maxwell(keys));
            case CANAL -> List.of(canal());
        };
    }

    private Format debezium(KeyReader keys) {
        return new DebeziumFormat(keys, new RowReader(wanted, types, columns, true));
    }

    private Format canal() {
        return new CanalFormat(new CanalRows(wanted, types, columns));
    }

    private Format maxwell(KeyReader keys) {
        return new MaxwellFormat(keys, new RowReader(wanted, types, columns, false));
    }

    private Format rows(KeyReader keys, WantedColumns kept, boolean ofDebezium) {
        return new RowFormat(keys, new RowReader(kept, types, columns, ofDebezium), ofDebezium);
    }
}
