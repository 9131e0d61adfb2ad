package io.freshet.connect.topic.read;

/** What is done when the next record to read is not there any more: deleted by retention, or the topic is another one. */
public enum OutOfRange {
    FAIL,
    EARLIEST,
    LATEST
}
