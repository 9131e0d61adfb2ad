package io.freshet.transforms.metrics;

import java.util.Arrays;
import java.util.List;

/** All that is measured, under {@code <domain>:type=<group>,<tag>=...}. METRICS.md is written from it. */
public enum Metric {
    READY(Group.TABLE, Kind.GAUGE, "ready", "0 or 1", "Whether the table has been loaded, so that records pass."),
    FAILED(
            Group.TABLE,
            Kind.GAUGE,
            "failed",
            "0 or 1",
            "Whether the table has failed for good, for a bad change for example; the tasks that use it fail."),
    FEED_UP(
            Group.TABLE,
            Kind.GAUGE,
            "feed-up",
            "0 or 1",
            "Whether the last exchange with the brokers of the table's topic worked."),
    FEED_FAILURES(
            Group.TABLE,
            Kind.COUNT,
            "feed-failures",
            "failures",
            "How often an exchange with the brokers of the table's topic failed; each is tried again."),
    RECORDS_LAG(
            Group.TABLE,
            Kind.GAUGE,
            "records-lag",
            "records",
            "Offsets between what the table has read and the ends of its topic as last told, over all partitions."),
    LAG(
            Group.TABLE,
            Kind.GAUGE,
            "lag-seconds",
            "seconds",
            "How long the oldest change that the table has not read may have been there. 0 without a lag in records, the"
                    + " staleness with one."),
    STALENESS(
            Group.TABLE,
            Kind.GAUGE,
            "staleness-seconds",
            "seconds",
            "Age of the table: how long ago it was last known to hold all that its topic held. About a second, or less,"
                    + " while all is well. It grows while the table is behind, and while no broker says that it is not."
                    + " Compared with table.max.staleness."),
    LAST_POLL(
            Group.TABLE,
            Kind.GAUGE,
            "last-poll-seconds-ago",
            "seconds",
            "Time since the feed last looked for changes, whether or not a broker answered."),
    LAST_CHANGE(
            Group.TABLE,
            Kind.GAUGE,
            "last-change-seconds-ago",
            "seconds",
            "Time since a message of the table's topic was last read."),
    CHANGES_APPLIED(Group.TABLE, Kind.COUNT, "changes-applied", "changes", "Changes of rows that were applied."),
    CHANGES_IGNORED(
            Group.TABLE,
            Kind.COUNT,
            "changes-ignored",
            "messages",
            "Messages of the table's topic that are known to change no row of the table."),
    CHANGES_BAD(
            Group.TABLE,
            Kind.COUNT,
            "changes-bad",
            "messages",
            "Messages of the table's topic that are broken, unknown or cannot be applied; they follow table.on.bad.change."),
    ROWS(Group.TABLE, Kind.GAUGE, "rows", "rows", "Rows that the table holds in memory."),
    BYTES(
            Group.TABLE,
            Kind.GAUGE,
            "bytes",
            "bytes",
            "Heap that the rows of a complete table take, about: the average of a sample, times the rows."),
    LOAD_REMAINING(
            Group.TABLE,
            Kind.GAUGE,
            "load-remaining",
            "records",
            "Offsets still to be read until the table holds what its topic held at the start."),
    LOAD_DURATION(
            Group.TABLE,
            Kind.GAUGE,
            "load-duration-seconds",
            "seconds",
            "How long the load took, or has taken by now."),
    CACHE_HITS(
            Group.TABLE,
            Kind.COUNT,
            "cache-hits",
            "answers",
            "With table.mode=lookup: answers from memory, also that there is no row."),
    CACHE_MISSES(
            Group.TABLE,
            Kind.COUNT,
            "cache-misses",
            "answers",
            "With table.mode=lookup: answers that had to wait for the database."),
    LOADS(
            Group.TABLE,
            Kind.COUNT,
            "loads",
            "loads",
            "With table.mode=lookup: rows read from the database. Fewer than the misses where several waited for one."),
    LOAD_FAILURES(
            Group.TABLE,
            Kind.COUNT,
            "load-failures",
            "loads",
            "With table.mode=lookup: rows that could not be read within table.jdbc.retry.timeout."),
    LOAD_TIME(
            Group.TABLE,
            Kind.TIME,
            "load-time",
            "seconds",
            "With table.mode=lookup: time spent reading rows from the database, with what was tried again."),
    HISTORY_VERSIONS(
            Group.TABLE,
            Kind.GAUGE,
            "history-versions",
            "versions",
            "With table.history, rows that are kept though no longer valid, and deletes that are remembered."),
    CHANGES_LATE(
            Group.TABLE,
            Kind.COUNT,
            "changes-late",
            "changes",
            "With table.history, changes that came too late by more than that, and were not applied."),
    HISTORY_EXPIRED(
            Group.TABLE,
            Kind.COUNT,
            "history-expired",
            "records",
            "With table.history, how often a time was asked for that it does not reach: the answer is no row."),
    WATERMARK_AGE(
            Group.TABLE,
            Kind.GAUGE,
            "watermark-seconds-ago",
            "seconds",
            "With table.history, how far back the time is up to which all changes are known; NaN while none is. Records that"
                    + " wait (table.wait.max) wait for it."),

    FILTER_PASSED(Group.FILTER, Kind.COUNT, "passed", "records", "Records that went on."),
    FILTER_DROPPED(
            Group.FILTER,
            Kind.COUNT,
            "dropped",
            "records",
            "Records that ended there: by the condition, on.null or on.error."),
    FILTER_ERRORS(
            Group.FILTER,
            Kind.COUNT,
            "errors",
            "records",
            "Records of which the condition was neither true nor false; they follow on.error."),
    ROUTE_ROUTED(Group.ROUTE, Kind.COUNT, "routed", "records", "Records that were sent to another topic."),
    ROUTE_STAYED(Group.ROUTE, Kind.COUNT, "stayed", "records", "Records that keep their topic."),
    ROUTE_ERRORS(
            Group.ROUTE,
            Kind.COUNT,
            "errors",
            "records",
            "Records whose topic could not be told; they follow on.error."),
    DERIVE_DERIVED(Group.DERIVE, Kind.COUNT, "derived", "records", "Records that were given their fields."),
    DERIVE_ERRORS(
            Group.DERIVE,
            Kind.COUNT,
            "errors",
            "records",
            "Records for which an expression had no value, with on.error=null its fields; they follow on.error."),

    HITS(Group.JOIN, Kind.COUNT, "hits", "records", "Records that had a row."),
    MISSES(Group.JOIN, Kind.COUNT, "misses", "records", "Records that had no row; they follow on.miss."),
    ERRORS(Group.JOIN, Kind.COUNT, "errors", "records", "Records that could not be joined; they follow on.error."),
    DROPPED(
            Group.JOIN,
            Kind.COUNT,
            "dropped",
            "records",
            "Records that were dropped because on.miss or on.error says so. Each is a miss or an error too."),
    STALE_ANSWERS(
            Group.JOIN,
            Kind.COUNT,
            "stale-answers",
            "records",
            "Records that met a table older than table.max.staleness; they follow on.stale."),
    UNAVAILABLE(
            Group.JOIN,
            Kind.COUNT,
            "unavailable",
            "records",
            "Records that met a table which could not answer; they follow on.unavailable."),
    GATE_WAIT(
            Group.JOIN, Kind.TIME, "gate-wait", "seconds", "Time that records have waited for the table to be loaded."),
    WAITS(
            Group.JOIN,
            Kind.COUNT,
            "waits",
            "records",
            "Records that waited for the table to know the changes up to their time (table.wait.max)."),
    WAIT_TIME(Group.JOIN, Kind.TIME, "wait", "seconds", "Time that records have waited so."),
    WAITS_IN_VAIN(
            Group.JOIN,
            Kind.COUNT,
            "waits-in-vain",
            "records",
            "Records that were joined before the table knew the changes up to their time, as table.wait.max was over."),

    TIMES_SET(Group.EVENT_TIME, Kind.COUNT, "timed", "records", "Records that were given the time of their event."),
    TIMES_MISSING(
            Group.EVENT_TIME,
            Kind.COUNT,
            "missing",
            "records",
            "Records whose field for the time was null or not there; they follow on.missing."),
    TIMES_UNREADABLE(
            Group.EVENT_TIME,
            Kind.COUNT,
            "errors",
            "records",
            "Records whose field had no time of the format; they follow on.error."),
    TIMES_IMPLAUSIBLE(
            Group.EVENT_TIME,
            Kind.COUNT,
            "implausible",
            "records",
            "Records whose time was before not.before or beyond max.future; they follow on.implausible."),
    TIMES_DROPPED(
            Group.EVENT_TIME,
            Kind.COUNT,
            "dropped",
            "records",
            "Records that were dropped because one of these says so; each is counted there too."),

    ON_TIME(Group.LATE_EVENTS, Kind.COUNT, "on-time", "records", "Records that were not behind the watermark."),
    LATE(
            Group.LATE_EVENTS,
            Kind.COUNT,
            "late",
            "records",
            "Records that were behind the watermark of their partition; they follow on.late."),
    LATE_DROPPED(Group.LATE_EVENTS, Kind.COUNT, "dropped", "records", "Late records that were dropped."),
    LATE_REPEATED(
            Group.LATE_EVENTS,
            Kind.COUNT,
            "repeated",
            "records",
            "Records that are known to have come before, by a rewind, and got the verdict they had; not counted as on time or"
                    + " late again."),
    LATE_UNTIMED(Group.LATE_EVENTS, Kind.COUNT, "without-time", "records", "Records without a timestamp, which pass."),

    UNIQUE(
            Group.DEDUPLICATE,
            Kind.COUNT,
            "unique",
            "records",
            "Records whose key had not passed within the window: they pass."),
    DUPLICATES(
            Group.DEDUPLICATE,
            Kind.COUNT,
            "duplicates",
            "records",
            "Records whose key had passed within the window; they follow on.duplicate."),
    DUPLICATES_DROPPED(Group.DEDUPLICATE, Kind.COUNT, "dropped", "records", "Duplicates that were dropped."),
    DEDUP_REPEATED(
            Group.DEDUPLICATE,
            Kind.COUNT,
            "repeated",
            "records",
            "Records that are known to have come before, by a send that is tried again or a rewind, and got what they had"
                    + " got; not counted as unique or duplicates again."),
    WITHOUT_KEY(
            Group.DEDUPLICATE,
            Kind.COUNT,
            "without-key",
            "records",
            "Records whose key fields are all null or not there, which pass."),
    KEYS(Group.DEDUPLICATE, Kind.GAUGE, "keys", "keys", "Keys that are remembered, of all tasks together."),
    KEYS_FORGOTTEN(
            Group.DEDUPLICATE,
            Kind.COUNT,
            "forgotten",
            "keys",
            "Keys that were forgotten within their window because there were more than max.keys: duplicates of theirs"
                    + " pass.");

    /** What a metric is about. */
    public enum Group {
        TABLE("freshet.enrich", "table-metrics", "table", "Of a table; tables are shared by the tasks of a worker"),
        FILTER(
                "freshet.transforms",
                "filter-metrics",
                "name",
                "Of the records that Filter sees; transformations of one name are counted together"),
        ROUTE(
                "freshet.transforms",
                "route-metrics",
                "name",
                "Of the records that Route sees; transformations of one name are counted together"),
        DERIVE(
                "freshet.transforms",
                "derive-metrics",
                "name",
                "Of the records that Derive sees; transformations of one name are counted together"),
        JOIN(
                "freshet.enrich",
                "join-metrics",
                "name",
                "Of the records that are joined; transformations of one name are counted together"),
        EVENT_TIME(
                "freshet.transforms",
                "event-time-metrics",
                "name",
                "Of the records that EventTime sees; transformations of one name are counted together"),
        LATE_EVENTS(
                "freshet.transforms",
                "late-events-metrics",
                "name",
                "Of the records that LateEvents sees; transformations of one name are counted together"),
        DEDUPLICATE(
                "freshet.transforms",
                "deduplicate-metrics",
                "name",
                "Of the records that Deduplicate sees; transformations of one name are counted together");

        private final String domain;
        private final String type;
        private final String tag;
        private final String meaning;

        Group(String domain, String type, String tag, String meaning) {
            this.domain = domain;
            this.type = type;
            this.tag = tag;
            this.meaning = meaning;
        }

        /** Returns the domain of JMX. */
        public String domain() {
            return domain;
        }

        /** Returns what Kafka calls a group, and JMX a type. */
        public String type() {
            return type;
        }

        public String tag() {
            return tag;
        }

        public String meaning() {
            return meaning;
        }
    }

    /** How a metric goes. */
    public enum Kind {
        /** A number that goes up and down. */
        GAUGE,
        /** A number that only grows, and how much it grows per second. */
        COUNT,
        /** Seconds that only grow. */
        TIME
    }

    private final Group group;
    private final Kind kind;
    private final String name;
    private final String unit;
    private final String meaning;

    Metric(Group group, Kind kind, String name, String unit, String meaning) {
        this.group = group;
        this.kind = kind;
        this.name = name;
        this.unit = unit;
        this.meaning = meaning;
    }

    Group group() {
        return group;
    }

    Kind kind() {
        return kind;
    }

    /** Returns what Kafka calls the metric, and JMX an attribute. */
    String attribute() {
        return switch (kind) {
            case GAUGE -> name;
            case COUNT -> name + "-total";
            case TIME -> name + "-seconds-total";
        };
    }

    /** Returns the attribute that tells the growth per second of what this counts. */
    String rateAttribute() {
        return name + "-rate";
    }

    String unit() {
        return unit;
    }

    String meaning() {
        return meaning;
    }

    static List<Metric> of(Group group) {
        return Arrays.stream(values()).filter(metric -> metric.group == group).toList();
    }
}
