package io.freshet.transforms.record;

import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * A record without key and value by which a source says how far it has come; Connect stores the offset of a record only if it
 * is written. Transformations hand it on as it is.
 */
public final class ProgressRecord {

    /** The header that tells such a record from a tombstone; it has no value. */
    public static final String HEADER = "freshet.progress";

    private ProgressRecord() {}

    /** Returns whether this is such a record. */
    public static boolean is(ConnectRecord<?> record) {
        return record.value() == null
                && record.key() == null
                && record.headers().lastWithName(HEADER) != null;
    }
}
