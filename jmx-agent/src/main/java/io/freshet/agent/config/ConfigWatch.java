package io.freshet.agent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Follows the file of settings. Looked after by one thread, which says when it has time. */
public final class ConfigWatch {
    /** Told about changes, on the thread that looks. */
    public interface Listener {
        /** The file says something else, all of it good; the lines are about changes that have to wait. */
        void changed(AgentConfig next, List<String> waiting);

        /** The file says something that is not valid, or cannot be read: what held before still does. */
        void refused(InvalidConfigException problems);
    }

    private final String options;
    private final Map<String, String> environment;
    private final Listener listener;
    private final LongSupplier clock;
    private AgentConfig current;
    private @Nullable String seen;
    private long lastLook;

    /** Begins with what was read from the same options and environment. The clock counts nanoseconds. */
    public ConfigWatch(
            AgentConfig first, String options, Map<String, String> environment, Listener listener, LongSupplier clock) {
        this.options = options;
        this.environment = Map.copyOf(environment);
        this.listener = listener;
        this.clock = clock;
        this.current = first;
        this.seen = first.fileText();
        this.lastLook = clock.getAsLong();
    }

    /** Looks at the file if it is time to, and reads it if it has changed. */
    public void look() {
        Path file = current.file().orElse(null);
        long now = clock.getAsLong();
        if (file == null || now - lastLook < current.checkInterval().toNanos()) {
            return;
        }
        lastLook = now;
        // All of it, each time: it is short, and neither time nor size tell of every change.
        String text = SettingsFile.text(file, new Problems());
        if (!Objects.equals(text, seen)) {
            seen = text;
            read();
        }
    }

    private void read() {
        AgentConfig next;
        try {
            next = AgentConfig.read(options, environment);
        } catch (InvalidConfigException e) {
            listener.refused(e);
            return;
        }
        List<String> waiting = current.waitingChanges(next);
        current = next;
        listener.changed(next, waiting);
    }
}
