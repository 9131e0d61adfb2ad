package io.freshet.transforms.enrich;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Tells a record that waits whether anybody still waits for it. Connect tells a transformation nothing of its task; but Kafka's
 * documented metrics do, by names that have the task's, as its thread has.
 *
 * <ul>
 *   <li>When a task has been told to stop, and has not within {@code task.shutdown.graceful.timeout.ms}, Connect gives it up and
 *       removes its metrics.
 *   <li>A consumer that is not polled for its {@code max.poll.interval.ms} leaves its group, and sends no heartbeat any more.
 * </ul>
 *
 * <p>Where such metrics are not found, because the connector's consumer has another client id or there is no JMX, nothing is
 * told.
 */
final class TaskWatch {

    /** Names that Kafka writes as they are into those of its metrics. */
    private static final Pattern TASK_THREAD = Pattern.compile("task-thread-(?<connector>[\\w.-]+)-(?<task>\\d+)");

    /**
     * After so long without a heartbeat a member of a group is none, with Kafka's default for {@code session.timeout.ms}. One
     * that is under way to a broker which has died is given up sooner.
     */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private final MBeanServer mbeans = ManagementFactory.getPlatformMBeanServer();
    private final @Nullable ObjectName task;
    private final @Nullable ObjectName consumer;

    private TaskWatch(@Nullable ObjectName task, @Nullable ObjectName consumer) {
        this.task = task != null && mbeans.isRegistered(task) ? task : null;
        this.consumer = consumer;
    }

    /** Returns the watch of the task that a thread of this name runs. */
    static TaskWatch of(String thread) {
        Matcher name = TASK_THREAD.matcher(thread);
        if (!name.matches()) {
            return new TaskWatch(null, null);
        }
        String connector = name.group("connector");
        String number = name.group("task");
        try {
            return new TaskWatch(
                    new ObjectName(
                            "kafka.connect:type=connector-task-metrics,connector=" + connector + ",task=" + number),
                    new ObjectName("kafka.consumer:type=consumer-coordinator-metrics,client-id=connector-consumer-"
                            + connector + "-" + number));
        } catch (MalformedObjectNameException e) {
            return new TaskWatch(null, null);
        }
    }

    /** Returns if Connect has given the task up, after it was told to stop. */
    boolean isGivenUp() {
        return task != null && !mbeans.isRegistered(task);
    }

    /** Returns if the task's consumer is in its group no more. */
    boolean isExpelled() {
        return secondsSinceHeartbeat() >= SILENCE.toSeconds();
    }

    private double secondsSinceHeartbeat() {
        try {
            return consumer != null
                            && mbeans.getAttribute(consumer, "last-heartbeat-seconds-ago") instanceof Number seconds
                    ? seconds.doubleValue()
                    : -1;
        } catch (JMException e) {
            return -1;
        }
    }
}
