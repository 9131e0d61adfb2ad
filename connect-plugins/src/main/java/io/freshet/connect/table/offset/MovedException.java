package io.freshet.connect.table.offset;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/** The database is not where a task left it: a commit came through unnoticed, or a crash took some with it. */
public final class MovedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    private final HashMap<TopicPartition, Long> behind;

    MovedException(Map<TopicPartition, Long> behind) {
        super("The database is not where this task left it");
        this.behind = new HashMap<>(behind);
    }

    /** Where reading has to go on, of partitions of which the database has lost something. */
    public Map<TopicPartition, Long> behind() {
        return behind;
    }
}
