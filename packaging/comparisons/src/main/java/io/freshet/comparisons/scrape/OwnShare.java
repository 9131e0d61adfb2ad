package io.freshet.comparisons.scrape;

import io.freshet.comparisons.process.MetricsEndpoint;
import io.freshet.comparisons.process.RunningJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * How much of what a scrape allocates and computes is the agent's own, and not Kafka's, which is asked for its values. A sample
 * of a flight recording is Kafka's when the innermost frame of ours is one that reads Kafka's types.
 *
 * @param allocation from 0 to 1
 * @param time from 0 to 1, of the time in Java code
 */
record OwnShare(double allocation, double time) {
    private static final String OURS = "io.freshet.agent.";
    private static final String READERS = "io.freshet.agent.collect.kafka.";
    private static final String ALLOCATION = "jdk.ObjectAllocationSample";
    private static final Map<String, String> SETTINGS = Map.of(
            ALLOCATION + "#enabled",
            "true",
            ALLOCATION + "#throttle",
            "off",
            "jdk.ExecutionSample#enabled",
            "true",
            "jdk.ExecutionSample#period",
            "10 ms");

    static OwnShare measure(RunningJvm jvm, MetricsEndpoint endpoint, double seconds, Path file) {
        jvm.record(SETTINGS, file, () -> {
            long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
            while (System.nanoTime() - end < 0) {
                endpoint.scrape(false);
            }
        });
        try {
            List<RecordedEvent> events = withoutFirstOfThreads(RecordingFile.readAllEvents(file));
            return new OwnShare(
                    share(events, ALLOCATION, event -> event.getLong("weight")),
                    share(events, "jdk.ExecutionSample", event -> 1));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be read: " + file, e);
        }
    }

    /** The first sample of an allocation stands for everything that its thread has allocated before the recording, too. */
    private static List<RecordedEvent> withoutFirstOfThreads(List<RecordedEvent> events) {
        Set<Long> threads = new HashSet<>();
        return events.stream()
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .filter(event -> !event.getEventType().getName().equals(ALLOCATION)
                        || !threads.add(event.getThread().getId()))
                .toList();
    }

    private static double share(List<RecordedEvent> events, String type, ToDoubleFunction<RecordedEvent> weight) {
        double all = 0;
        double own = 0;
        for (RecordedEvent event : events) {
            Optional<String> innermost =
                    event.getEventType().getName().equals(type) ? innermost(event) : Optional.empty();
            if (innermost.isPresent()) {
                all += weight.applyAsDouble(event);
                own += innermost.get().startsWith(READERS) ? 0 : weight.applyAsDouble(event);
            }
        }
        return all == 0 ? 0 : own / all;
    }

    /** The innermost class of the agent; none when it is no sample of a scrape. */
    private static Optional<String> innermost(RecordedEvent event) {
        return event.getStackTrace() == null
                ? Optional.empty()
                : event.getStackTrace().getFrames().stream()
                        .filter(RecordedFrame::isJavaFrame)
                        .map(frame -> frame.getMethod().getType().getName())
                        .filter(name -> name.startsWith(OURS))
                        .findFirst();
    }
}
