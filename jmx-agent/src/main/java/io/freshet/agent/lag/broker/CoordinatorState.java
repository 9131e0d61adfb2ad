package io.freshet.agent.lag.broker;

import io.freshet.agent.lag.GroupReading;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.NotCoordinatorException;

/**
 * The state of a coordinator of Kafka 4, shard by shard, as far as it is committed: a shard keeps its states of before, and says to
 * which offset of its partition the replicas have followed. Kafka answers its clients by the same means.
 *
 * <p>The state may be read on the shard's thread only, where requests wait meanwhile. So no turn there reads more than some
 * thousand commits; who has more is visited again.
 */
final class CoordinatorState {
    private static final String NAME = "freshet-lag";

    private final HostField runtime = new HostField("runtime");
    private final HostMethod readAll = HostMethod.with(2, "scheduleReadAllOperation");
    private final Object shards;
    private final ShardState state = new ShardState();

    /**
     * Of a {@code GroupCoordinatorService}.
     *
     * @throws UnfamiliarHostException when it is another coordinator, or made differently
     */
    CoordinatorState(Object coordinator) {
        this.shards = runtime.of(coordinator);
        readAll.parameters(shards);
    }

    /** Whether this is that coordinator's. */
    boolean isOf(Object coordinator) {
        return runtime.find(coordinator) == shards;
    }

    Reading read(Predicate<String> wanted, long timeoutMillis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        Map<Object, ShardVisit> visits = new ConcurrentHashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        Object turn = turn((shard, committed) -> {
            // A turn that was waited for in vain comes nevertheless.
            if (!over.get()) {
                visits.computeIfAbsent(shard, first -> new ShardVisit(state, first, wanted))
                        .goOn(committed);
            }
        });
        int silent;
        do {
            silent = await(futures(turn), end);
        } while (!visits.values().stream().allMatch(ShardVisit::isDone) && System.nanoTime() - end < 0);
        over.set(true);
        return new Reading(visits.values(), silent > 0);
    }

    private Collection<?> futures(Object turn) {
        return (Collection<?>) readAll.of(shards, NAME, turn);
    }

    /** Returns how many shards have not answered: those that are being loaded, say. */
    private static int await(Collection<?> futures, long end) throws InterruptedException {
        int silent = 0;
        for (Object future : futures) {
            try {
                ((CompletableFuture<?>) future).get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnfamiliarHostException) {
                    throw (UnfamiliarHostException) e.getCause();
                }
                // That one has just gone to another broker.
                silent += e.getCause() instanceof NotCoordinatorException ? 0 : 1;
            } catch (TimeoutException e) {
                silent++;
            }
        }
        return silent;
    }

    /** An object of Kafka's interface for what reads a shard. */
    private Object turn(Turn turn) {
        Class<?> operation = readAll.parameters(shards)[1];
        return Proxy.newProxyInstance(
                operation.getClassLoader(), new Class<?>[] {operation}, (proxy, method, given) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.getName().equals("equals")
                                ? (Object) (proxy == given[0])
                                : method.getName().equals("hashCode") ? (Object) System.identityHashCode(proxy) : NAME;
                    }
                    turn.read(given[0], (Long) given[1]);
                    return null;
                });
    }

    /** Reads a shard on its thread, as of an offset of its partition. */
    private interface Turn {
        void read(Object shard, long committed);
    }

    /** What was read. */
    static final class Reading {
        private final List<GroupReading> groups = new ArrayList<>();
        private final List<String> shared = new ArrayList<>();
        private final boolean partial;

        Reading(Collection<ShardVisit> visits, boolean partial) {
            boolean lacking = partial;
            for (ShardVisit visit : visits) {
                groups.addAll(visit.groups());
                shared.addAll(visit.shared());
                lacking |= !visit.isDone();
            }
            this.partial = lacking;
        }

        List<GroupReading> groups() {
            return groups;
        }

        /** The names of share groups, whose progress is not known here. */
        List<String> shared() {
            return shared;
        }

        /** Whether some of it could not be had. */
        boolean isPartial() {
            return partial;
        }
    }
}
