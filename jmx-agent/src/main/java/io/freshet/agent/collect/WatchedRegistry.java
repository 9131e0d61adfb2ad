package io.freshet.agent.collect;

import java.util.function.Consumer;

/** A registry of the host with its inventory. Does not hold the registry itself. */
abstract class WatchedRegistry {
    final Inventory inventory;

    private WatchedRegistry(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Stops watching; its series go away. */
    void close() {
        inventory.clear();
    }

    /** Takes everything in once more, while the table is being filled anew. */
    abstract void retake(Object registry);

    /** One whose changes the hooks report. */
    static final class OfKafka extends WatchedRegistry {
        private final KafkaRegistryReader reader;
        private final String domain;

        OfKafka(Inventory inventory, KafkaRegistryReader reader, String domain) {
            super(inventory);
            this.reader = reader;
            this.domain = domain;
        }

        void add(Object metric) {
            Object name = reader.nameOf(metric);
            if (!inventory.holds(name, metric)) {
                inventory.put(name, metric, reader.source(domain, metric));
            }
        }

        @Override
        void retake(Object registry) {
            inventory.forget();
            reader.metrics(registry).forEach(this::add);
        }
    }

    /** One that reports its changes itself. */
    static final class OfYammer extends WatchedRegistry implements YammerRegistryReader.Listener {
        private final YammerRegistryReader reader;
        private final Consumer<Runnable> notes;
        private Runnable stopListening;

        /** Changes happen on threads of the host, which only leave a note. */
        OfYammer(Inventory inventory, YammerRegistryReader reader, Object registry, Consumer<Runnable> notes) {
            super(inventory);
            this.reader = reader;
            this.notes = notes;
            this.stopListening = reader.listen(registry, this);
        }

        @Override
        public void added(Object name, Object metric) {
            notes.accept(() -> {
                if (!inventory.holds(name, metric)) {
                    inventory.put(name, metric, reader.source(name, metric));
                }
            });
        }

        @Override
        public void removed(Object name) {
            notes.accept(() -> inventory.remove(name));
        }

        @Override
        void retake(Object registry) {
            stopListening.run();
            inventory.forget();
            stopListening = reader.listen(registry, this);
        }

        @Override
        void close() {
            stopListening.run();
            super.close();
        }
    }
}
