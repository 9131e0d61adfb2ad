package io.freshet.agent.collect;

import io.freshet.agent.lag.BrokerClient;
import io.freshet.agent.lag.ClusterClient;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/** The readers of the host's types, for each class loader of the host. Used by one thread at a time. */
public final class HostReaders {
    /** Weak on both sides: the readers of a host loader live as long as something uses them. */
    private final Map<ClassLoader, WeakReference<ReaderLoader>> loaders = new WeakHashMap<>();

    /** A new reader of a class that is defined against the loader of an object of the host. */
    public <T> T create(Object object, String name, Class<T> type) {
        return of(object.getClass()).create(name, type);
    }

    /** A new client of a cluster that is defined against a loader that has Kafka. */
    public ClusterClient clusterClient(ClassLoader kafka) {
        return of(kafka).createNamed("io.freshet.agent.lag.admin.AdminClusterClient", ClusterClient.class);
    }

    /** A new client of the broker that an object of the host is a part of. */
    public BrokerClient brokerClient(Object part) {
        return of(part.getClass()).createNamed("io.freshet.agent.lag.broker.HostBroker", BrokerClient.class);
    }

    /** Those that are defined against the loader of a class of the host. */
    ReaderLoader of(Class<?> type) {
        return of(type.getClassLoader());
    }

    private ReaderLoader of(ClassLoader host) {
        WeakReference<ReaderLoader> known = loaders.get(host);
        ReaderLoader loader = known == null ? null : known.get();
        if (loader == null) {
            loader = new ReaderLoader(host);
            loaders.put(host, new WeakReference<>(loader));
        }
        return loader;
    }
}
