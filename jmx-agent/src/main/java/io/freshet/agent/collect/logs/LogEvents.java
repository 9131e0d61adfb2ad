package io.freshet.agent.collect.logs;

import io.freshet.agent.bridge.LogReceiver;
import io.freshet.agent.collect.HostReaders;
import io.freshet.agent.collect.Origin;
import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the host logs.
 *
 * <p>{@code freshet_log_events_total{logger="kafka.controller",level="ERROR"} 3} and
 * {@code freshet_log_level_info{logger="kafka.controller",value="INFO"} 1}.
 */
public final class LogEvents implements LogReceiver, Origin {
    private static final String DOMAIN = "freshet";
    private static final String TYPE = "log";

    /** Names beyond these are looked up anew at each event, and counted all the same. */
    private static final int MOST_LOGGERS = 10_000;

    private static final int MOST_NAMES = 200;
    private static final int MOST_NOTES = 1_000;
    private static final int MOST_CONTEXTS = 100;
    private static final long BETWEEN_LOOKS_NANOS = 5_000_000_000L;
    private static final String ROOT = "root";

    /** Shown before the first of them: an increase from nothing to one is none for Prometheus. */
    private static final List<String> ALWAYS_SHOWN = List.of("ERROR", "WARN", "INFO");

    /** The type that marks a framework, and what reads it. */
    private static final Map<String, String> READERS = Map.of(
            "org.apache.logging.log4j.core.Logger", "logs.host.Log4j2Levels",
            "ch.qos.logback.classic.Logger", "logs.host.LogbackLevels",
            "org.apache.log4j.Category", "logs.host.Reload4jLevels");

    private final LoggerNames names;
    private final ConcurrentHashMap<String, LogCounts> byLogger = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LogCounts> byName = new ConcurrentHashMap<>();
    private final LogCounts other = new LogCounts(LoggerNames.OTHER);
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final HostReaders readers = new HostReaders();
    private final LongSupplier clock;
    private final List<Context> contexts = new ArrayList<>();
    private @Nullable SourceShelf shelf;
    private long lastLook;
    private final Map<LogCounts, boolean[]> shown = new HashMap<>();

    /** The loggers are counted by themselves, beside Kafka's; of all others this many parts of their names are told apart. The clock counts nanoseconds. */
    public LogEvents(List<String> loggers, int depth, LongSupplier clock) throws IOException {
        this.clock = clock;
        this.names = new LoggerNames(loggers, depth);
    }

    /** Where the metrics go, from now on. */
    public void showOn(SourceShelf target) {
        shelf = target;
    }

    @Override
    public void logged(Object logger, String name, String level) {
        LogCounts counts = byLogger.get(name);
        if (counts == null) {
            counts = meet(logger, name);
        }
        counts.count(level);
    }

    @Override
    public void seen(Object logger) {
        note(new Seen(logger, null));
    }

    private LogCounts meet(Object logger, String name) {
        String shownAs = names.of(name);
        LogCounts counts = byName.get(shownAs);
        if (counts == null) {
            counts = byName.size() < MOST_NAMES ? byName.computeIfAbsent(shownAs, LogCounts::new) : other;
        }
        if (byLogger.size() < MOST_LOGGERS && byLogger.putIfAbsent(name, counts) == null) {
            note(new Seen(logger, counts));
        }
        return counts;
    }

    private void note(Seen first) {
        if (waiting.incrementAndGet() <= MOST_NOTES) {
            seen.add(first);
        } else {
            waiting.decrementAndGet();
        }
    }

    @Override
    public void catchUp() {
        for (Seen next = seen.poll(); next != null; next = seen.poll()) {
            waiting.decrementAndGet();
            learn(next);
        }
        look();
        for (LogCounts counts : byName.values()) {
            show(counts);
        }
        if (byName.size() >= MOST_NAMES) {
            show(other);
        }
    }

    private void learn(Seen first) {
        String reader = reader(first.logger.getClass());
        if (reader == null) {
            return;
        }
        LoggerLevels levels = readers.create(first.logger, reader, LoggerLevels.class);
        Object context = levels.context(first.logger);
        if (first.counts != null) {
            first.counts.know(context, levels);
        }
        contexts.removeIf(known -> known.context.get() == null);
        if (contexts.size() < MOST_CONTEXTS && contexts.stream().noneMatch(known -> known.context.get() == context)) {
            contexts.add(new Context(context, levels));
            lastLook = clock.getAsLong() - BETWEEN_LOOKS_NANOS;
        }
    }

    /** Loggers that have logged nothing yet are shown as well: the level that they are set to, and that nothing came. */
    private void look() {
        long now = clock.getAsLong();
        if (contexts.isEmpty() || now - lastLook < BETWEEN_LOOKS_NANOS) {
            return;
        }
        lastLook = now;
        for (Context known : contexts) {
            Object context = known.context.get();
            if (context != null) {
                known.levels.names(context).forEach(logger -> show(logger, context, known.levels));
            }
        }
    }

    private void show(String logger, Object context, LoggerLevels levels) {
        String name = names.of(logger);
        boolean root = logger.isEmpty() || logger.equalsIgnoreCase(ROOT);
        if (!root && (byName.size() < MOST_NAMES || byName.containsKey(name))) {
            byName.computeIfAbsent(name, LogCounts::new).know(context, levels);
        }
    }

    private static @Nullable String reader(Class<?> type) {
        for (Class<?> next = type; next != null; next = next.getSuperclass()) {
            String reader = READERS.get(next.getName());
            if (reader != null) {
                return reader;
            }
        }
        return null;
    }

    private void show(LogCounts counts) {
        if (shelf == null) {
            return;
        }
        boolean[] levels = shown.get(counts);
        if (levels == null) {
            levels = new boolean[LogCounts.LEVELS.size()];
            shown.put(counts, levels);
            Label logger = new Label("logger", counts.name());
            shelf.put(
                    counts.name(),
                    MetricSource.group(DOMAIN, TYPE, "level", List.of(logger), "")
                            .text(counts::level));
        }
        for (int i = 0; i < levels.length; i++) {
            if (!levels[i] && (ALWAYS_SHOWN.contains(LogCounts.LEVELS.get(i)) || counts.sum(i) > 0)) {
                levels[i] = true;
                show(counts, i, shelf);
            }
        }
    }

    private static void show(LogCounts counts, int level, SourceShelf shelf) {
        String name = LogCounts.LEVELS.get(level);
        List<Label> labels = new ArrayList<>();
        labels.add(new Label("logger", counts.name()));
        labels.add(new Label("level", name));
        shelf.put(
                counts.name() + " " + name,
                MetricSource.group(DOMAIN, TYPE, "events-total", labels, "").cumulative(() -> counts.sum(level)));
    }

    @Override
    public void retake() {
        if (shelf != null) {
            shelf.retake();
        }
    }

    @Override
    public void close() {
        byLogger.clear();
        byName.clear();
        seen.clear();
        contexts.clear();
        if (shelf != null) {
            shelf.clear();
        }
    }

    /** Loggers that are configured together. */
    private static final class Context {
        private final WeakReference<Object> context;
        private final LoggerLevels levels;

        Context(Object context, LoggerLevels levels) {
            this.context = new WeakReference<>(context);
            this.levels = levels;
        }
    }

    /** A logger that is new. Held until the agent's thread has looked at it. */
    private static final class Seen {
        private final Object logger;

        /** Null when it has logged nothing yet. */
        private final @Nullable LogCounts counts;

        Seen(Object logger, @Nullable LogCounts counts) {
            this.logger = logger;
            this.counts = counts;
        }
    }
}
