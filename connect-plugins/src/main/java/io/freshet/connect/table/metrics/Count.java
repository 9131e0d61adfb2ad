package io.freshet.connect.table.metrics;

/** What a task counts. */
public enum Count {
    RECORDS("records-total", "Records whose changes are in the tables, with their offsets."),
    ROWS_PUT("rows-put-total", "Rows added or given new values."),
    ROWS_DELETED("rows-deleted-total", "Deletions sent to the database, whether there was such a row or not."),
    COALESCED("changes-coalesced-total", "Changes that a newer one of their key in the same batch has made needless."),
    STALE(
            "changes-stale-total",
            "Changes that were older, by event.time, than what their key had seen, and so left out."),
    BAD_RECORDS("records-bad-total", "Records that were reported since they cannot be written."),
    TRANSACTIONS("transactions-total", "Transactions committed."),
    RETRIES(
            "retries-total",
            "Batches that the worker was asked to deliver again, since the database did not take them."),
    WRITE_TIME("write-time-ms-total", "Milliseconds spent in transactions, of those that were committed.");

    private final String attribute;
    private final String meaning;

    Count(String attribute, String meaning) {
        this.attribute = attribute;
        this.meaning = meaning;
    }

    /** The name of the attribute in JMX. */
    public String attribute() {
        return attribute;
    }

    public String meaning() {
        return meaning;
    }
}
