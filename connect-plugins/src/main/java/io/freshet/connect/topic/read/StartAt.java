package io.freshet.connect.topic.read;

/** Where reading of a partition starts. */
public sealed interface StartAt {
    /** At this record. */
    record Offset(long next) implements StartAt {}

    /** At the first record there is. */
    record Beginning() implements StartAt {}

    /** At what is written from now on. */
    record End() implements StartAt {}
}
