package io.freshet.local;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for a condition with a deadline: the only place that parks between two looks. */
public final class Await {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private Await() {}

    /** Returns the first value that the condition gives which is not null. */
    public static <T> T until(String what, Duration deadline, Supplier<@Nullable T> condition) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            T value = condition.get();
            if (value != null) {
                return value;
            }
            if (System.nanoTime() - end >= 0) {
                throw new LocalClusterException("Waited " + seconds(deadline) + " in vain for " + what);
            }
            pause(what);
        }
    }

    /** Returns once the condition holds. */
    public static void untilTrue(String what, Duration deadline, BooleanSupplier condition) {
        until(what, deadline, () -> condition.getAsBoolean() ? Boolean.TRUE : null);
    }

    private static void pause(String what) {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalClusterException("Interrupted while waiting for " + what, e);
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
