package io.freshet.agent.collect;

import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.metric.ForeignFamily;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The default registries of simpleclient in the host, one for each class loader that has the library. Names that are
 * taken, and series that are there already, are left out and counted once each.
 */
public final class HostRegistries {
    private static final String REGISTRY = "io.prometheus.client.CollectorRegistry";
    private static final long BETWEEN_LOOKS_NANOS = 30_000_000_000L;
    private static final int MOST_REFUSALS = 10_000;

    private final Supplier<Class<?>[]> loadedClasses;
    private final AgentHealth health;
    private final LongSupplier clock;
    private final HostReaders readers = new HostReaders();
    private final List<Found> found = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private long lastLook;

    /** The clock counts nanoseconds. */
    public HostRegistries(Supplier<Class<?>[]> loadedClasses, AgentHealth health, LongSupplier clock) {
        this.loadedClasses = loadedClasses;
        this.health = health;
        this.clock = clock;
        this.lastLook = clock.getAsLong() - BETWEEN_LOOKS_NANOS;
    }

    /** The families as of now, less those whose names are taken. */
    public synchronized List<ForeignFamily> families(Predicate<String> taken) {
        look();
        List<ForeignFamily> families = new ArrayList<>();
        Set<String> names = new HashSet<>();
        found.removeIf(one -> one.registry.get() == null);
        for (Found one : found) {
            for (ForeignFamily family : read(one.reader)) {
                String name = family.name().sample();
                if (family.samples().isEmpty()) {
                    continue;
                }
                if (taken.test(name) || !names.add(name)) {
                    refuse(name);
                } else {
                    families.add(withoutDuplicates(family));
                }
            }
        }
        return families;
    }

    /** Its collectors are code of the host. */
    private List<ForeignFamily> read(HostRegistryReader reader) {
        try {
            return reader.families();
        } catch (RuntimeException | LinkageError e) {
            health.failed(AgentHealth.Stage.READ, "the application's own metrics could not be read", e);
            return List.of();
        }
    }

    private void look() {
        long now = clock.getAsLong();
        if (now - lastLook < BETWEEN_LOOKS_NANOS) {
            return;
        }
        lastLook = now;
        for (Class<?> type : loadedClasses.get()) {
            boolean ofTheHost =
                    type.getName().equals(REGISTRY) && type.getClassLoader() != HostRegistries.class.getClassLoader();
            if (ofTheHost && found.stream().noneMatch(one -> one.registry.get() == type)) {
                found.add(new Found(
                        type, readers.of(type).create("simpleclient.DefaultRegistryReader", HostRegistryReader.class)));
            }
        }
    }

    private ForeignFamily withoutDuplicates(ForeignFamily family) {
        Set<String> seen = new HashSet<>();
        List<ForeignFamily.Sample> kept = new ArrayList<>();
        for (ForeignFamily.Sample sample : family.samples()) {
            String key = sample.name() + Arrays.toString(sample.labels());
            if (seen.add(key)) {
                kept.add(sample);
            } else {
                refuse(key);
            }
        }
        return kept.size() == family.samples().size() ? family : family.of(kept);
    }

    private void refuse(String what) {
        if (refused.size() < MOST_REFUSALS && refused.add(what)) {
            health.duplicate();
        }
    }

    private static final class Found {
        private final WeakReference<Class<?>> registry;
        private final HostRegistryReader reader;

        Found(Class<?> registry, HostRegistryReader reader) {
            this.registry = new WeakReference<>(registry);
            this.reader = reader;
        }
    }
}
