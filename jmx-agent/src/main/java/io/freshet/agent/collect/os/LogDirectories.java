package io.freshet.agent.collect.os;

import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The room on the disks of a broker's log directories, which it learns from the broker's own metrics.
 *
 * <p>To ask a disk that does not answer, such as a lost network file system, blocks; so a thread of its own asks, which
 * exists only in brokers, and scrapes see its latest answer.
 */
final class LogDirectories implements AutoCloseable {
    private static final String DOMAIN = "kafka.log";
    private static final String TYPE = "LogManager";
    private static final String NAME = "LogDirectoryOffline";
    private static final String LABEL = "logDirectory";
    private static final int MOST = 64;
    private static final long BETWEEN_LOOKS_SECONDS = 10;

    private static final List<Column> COLUMNS =
            List.of(Column.of("log_directory", "size-bytes"), Column.of("log_directory", "available-bytes"));

    private final Sources sources;
    private final Map<String, Readings> found = new ConcurrentHashMap<>();
    private final Map<String, Readings> shown = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::look, "freshet-agent-disks");
    private boolean started;

    LogDirectories(Sources sources) {
        this.sources = sources;
    }

    /** Sees each metric of the process. */
    void observe(MetricSource source) {
        if (source.origin() == MetricSource.Origin.BEAN
                && source.name().equals(NAME)
                && source.type().equals(TYPE)
                && source.domain().equals(DOMAIN)) {
            for (Label label : source.labels()) {
                if (label.name().equals(LABEL) && found.size() < MOST) {
                    found.putIfAbsent(label.value(), new Readings(COLUMNS.size()));
                }
            }
        }
    }

    /** Makes known what was found, and begins to look at it. Called by one thread at a time. */
    void show() {
        if (found.size() == shown.size()) {
            return;
        }
        found.forEach((directory, readings) -> {
            if (shown.putIfAbsent(directory, readings) == null) {
                sources.add(Sources.HOST, COLUMNS, readings, List.of(new Label("directory", directory)));
            }
        });
        if (!started) {
            started = true;
            thread.setDaemon(true);
            thread.setContextClassLoader(LogDirectories.class.getClassLoader());
            thread.start();
        }
    }

    private void look() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                found.forEach((directory, readings) -> look(new File(directory), readings));
                TimeUnit.SECONDS.sleep(BETWEEN_LOOKS_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(File directory, Readings readings) {
        long size = directory.getTotalSpace();
        // A directory that is gone has no size, rather than none left.
        readings.set(0, size == 0 ? Readings.ABSENT : size);
        readings.set(1, size == 0 ? Readings.ABSENT : directory.getUsableSpace());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
