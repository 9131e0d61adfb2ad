package io.freshet.connect.topic.read;

/** Where reading of a partition starts. */
public sealed interface StartAt {
    /** At this record. */
    record Offset(long next) implements StartAt {}

    /** At the first record there is. */
    record Beginning() implements StartAt {}

    /** At the first record whose timestamp, in milliseconds since 1970, is this one or later; else at the end. */
    record Time(long timestamp) implements StartAt {}

    /** At what is written from now on. */
    record End() implements StartAt {}
}
