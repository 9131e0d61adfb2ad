package io.freshet.comparisons.flights;

import io.freshet.comparisons.process.ThreadTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a worker's CPU time goes. The operating system tells the time of each thread, in the kernel and outside; what
 * Java threads have outside the kernel is shared out by the samples of a flight recording: a sample belongs to the
 * first rule that fits one of its frames, from the innermost outwards.
 */
final class CpuBreakdown {
    private static final String SAMPLE = "jdk.ExecutionSample";

    private static final List<Rule> RULES = List.of(
            new Rule("JSON in", "Converter", "toConnectData"),
            new Rule("JSON out", "Converter", "fromConnectData"),
            new Rule("transformation", ".Enrich", "apply"),
            new Rule("offset bookkeeping", ".SubmittedRecords", ""),
            new Rule("offset bookkeeping", ".OffsetStorageWriter", ""),
            new Rule("offset bookkeeping", "SourceTask", "recordSent"),
            new Rule("offset bookkeeping", "SourceTask", "commitTaskRecord"),
            new Rule("offset bookkeeping", "SourceTask", "prepareToSendRecord"),
            new Rule("producer, send", ".KafkaProducer", ""),
            new Rule("producer, network thread", ".Sender", "run"),
            new Rule("poll: consumer", "Consumer", "poll"),
            new Rule("poll: to records", ".TopicSourceTask", "poll"),
            new Rule("Connect, the rest of the task", "SourceTask", ""));

    private static final String OTHER = "other Java";

    private record Rule(String part, String typeSuffixOrPart, String method) {
        boolean fits(RecordedFrame frame) {
            String type = frame.getMethod().getType().getName();
            return type.contains(typeSuffixOrPart)
                    && (method.isEmpty() || frame.getMethod().getName().equals(method));
        }
    }

    private CpuBreakdown() {}

    /** Shares in percent, the parts in the order of the work. */
    static Map<String, Double> of(Path recording, Instant from, Instant to, ThreadTimes times) {
        Map<String, Double> shares = new LinkedHashMap<>();
        Map<String, Integer> samples = samples(recording, from, to);
        int all = samples.values().stream().mapToInt(Integer::intValue).sum();
        double total = times.total();
        samples.forEach((part, count) -> shares.put(part, 100.0 * times.java() / total * count / Math.max(1, all)));
        shares.put("kernel: sockets, waking threads", 100 * times.kernel() / total);
        shares.put("garbage collector", 100 * times.collector() / total);
        shares.put("JIT compiler", 100 * times.compiler() / total);
        return shares;
    }

    private static Map<String, Integer> samples(Path recording, Instant from, Instant to) {
        Map<String, Integer> samples = new LinkedHashMap<>();
        RULES.forEach(rule -> samples.put(rule.part(), 0));
        samples.put(OTHER, 0);
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals(SAMPLE)
                        && event.getStartTime().isAfter(from)
                        && event.getStartTime().isBefore(to)) {
                    samples.merge(part(event), 1, Integer::sum);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be read: " + recording, e);
        }
        return samples;
    }

    private static String part(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return OTHER;
        }
        return event.getStackTrace().getFrames().stream()
                .flatMap(frame -> rule(frame).stream())
                .findFirst()
                .map(Rule::part)
                .orElse(OTHER);
    }

    private static Optional<Rule> rule(RecordedFrame frame) {
        return RULES.stream().filter(rule -> rule.fits(frame)).findFirst();
    }
}
