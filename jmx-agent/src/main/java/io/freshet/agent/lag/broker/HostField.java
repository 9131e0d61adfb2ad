package io.freshet.agent.lag.broker;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** A field of the host that is known by its name, private or not. */
final class HostField {
    private final String name;
    private volatile @Nullable Field last;

    HostField(String name) {
        this.name = name;
    }

    /**
     * Reads it.
     *
     * @throws UnfamiliarHostException when the host's class has no such field, or nothing is in it
     */
    Object of(Object target) {
        Object value = find(target);
        if (value == null) {
            throw new UnfamiliarHostException(target.getClass().getName() + " has no " + name, null);
        }
        return value;
    }

    long number(Object target) {
        return ((Number) of(target)).longValue();
    }

    /** Null where there is no such field. */
    @Nullable
    Object find(Object target) {
        Field known = last;
        try {
            if (known == null || known.getDeclaringClass() != target.getClass()) {
                known = target.getClass().getDeclaredField(name);
                known.setAccessible(true);
                last = known;
            }
            return known.get(target);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
