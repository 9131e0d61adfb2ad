package io.freshet.connect.table.offset;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/** Another task has opened a partition since. */
public final class FencedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    FencedException(TopicPartition partition) {
        super("Another task has opened " + partition + " since, and writes its rows now");
    }
}
