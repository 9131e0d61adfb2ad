package io.freshet.agent.collect;

import io.freshet.agent.bridge.Receiver;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.metric.Admission;
import io.freshet.agent.metric.SeriesTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the hooks see and applies it to the known registries, in order, on the agent's own threads.
 *
 * <p>Threads of the host only leave a note in a queue: they hold Kafka's locks when they come here, so they must neither
 * wait for a scrape nor pay for the naming of a series.
 */
public final class RegistryWatch implements Receiver {
    /** Far above what any broker registers between two looks. */
    private static final int MOST_NOTES = 2_000_000;

    private final AgentHealth health;
    private final Queue<Consumer<Registries>> notes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<Thread> ownThreads = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Search search;
    private final List<Origin> origins = new ArrayList<>();
    private @Nullable Registries registries;

    public RegistryWatch(AgentHealth health) {
        this.health = health;
    }

    /** Whether what this thread builds is the agent's own. */
    public boolean isOwn(Thread thread) {
        return ownThreads.contains(thread);
    }

    @Override
    public void kafkaRegistryCreated(Object registry, @Nullable Object context) {
        boolean own = isOwn(Thread.currentThread());
        note(own ? known -> known.leaveOut(registry) : known -> known.kafkaCreated(registry, context));
    }

    @Override
    public void kafkaRegistryCounted(Object registry) {
        Search current = search;
        if (current != null && current.isAsking()) {
            String domain = current.domain();
            note(known -> known.kafkaFound(registry, domain));
        }
    }

    @Override
    public void kafkaMetricRegistered(Object registry, Object metric) {
        note(known -> known.kafkaRegistered(registry, metric));
    }

    @Override
    public void kafkaMetricRemoved(Object registry, Object name) {
        note(known -> known.kafkaRemoved(registry, name));
    }

    @Override
    public void kafkaRegistryClosed(Object registry) {
        note(known -> known.kafkaClosed(registry));
    }

    @Override
    public void yammerRegistrySeen(Object registry) {
        note(known -> known.yammerSeen(registry, change -> note(ignored -> change.run())));
    }

    @Override
    public void failed(Throwable failure) {
        health.failed(AgentHealth.Stage.HOOKS, "a hook failed", failure);
    }

    /** Registries that this thread builds are the agent's own, and nobody else's business. */
    public void leaveOut(Thread thread) {
        ownThreads.removeIf(known -> known.getState() == Thread.State.TERMINATED);
        ownThreads.add(thread);
    }

    /** Watches metrics of another origin beside the registries. */
    public synchronized void add(Origin origin) {
        origins.add(origin);
    }

    /** What was noted until now, and from now on, is for these. */
    public synchronized void begin(Registries known) {
        registries = known;
    }

    /** Finds the registries that were built before the hooks were in place, as far as JMX leads to them. */
    public void searchOlder() {
        Search asking = new Search(health);
        search = asking;
        try {
            asking.run();
        } finally {
            search = null;
        }
    }

    /** How many notes wait to be applied. */
    public int waiting() {
        return waiting.get();
    }

    /** Applies all that was noted. Called before each scrape, and now and then in between. */
    public synchronized void catchUp() {
        if (registries == null) {
            return;
        }
        Registries known = registries;
        Consumer<Registries> note = notes.poll();
        while (note != null) {
            waiting.decrementAndGet();
            apply(note, known);
            note = notes.poll();
        }
        apply(Registries::tidy, known);
        origins.forEach(origin -> guarded(origin::catchUp));
    }

    /** Fills the table anew by other rules, from everything that the registries hold. Scrapes wait for it. */
    public synchronized void retake(SeriesTable table, Admission rules) {
        table.rebuild(rules, () -> {
            if (registries != null) {
                apply(Registries::retake, registries);
                // Registries that report their changes do so by notes.
                catchUp();
            }
            origins.forEach(origin -> guarded(origin::retake));
        });
    }

    /** Ends the watch; the series of all registries go away. */
    public synchronized void close() {
        notes.clear();
        if (registries != null) {
            registries.close();
            registries = null;
        }
        origins.forEach(origin -> guarded(origin::close));
        origins.clear();
    }

    private void note(Consumer<Registries> note) {
        if (waiting.incrementAndGet() > MOST_NOTES) {
            waiting.decrementAndGet();
            failed(new IllegalStateException("more than " + MOST_NOTES + " changes wait to be seen"));
            return;
        }
        notes.add(note);
    }

    private void apply(Consumer<Registries> note, Registries known) {
        guarded(() -> note.accept(known));
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable failure) {
            // Gauges are code of the host: whatever one throws, the other metrics are taken in.
            health.failed(AgentHealth.Stage.COLLECT, "a metric could not be taken in", failure);
        }
    }
}
