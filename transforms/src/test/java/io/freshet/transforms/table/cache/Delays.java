package io.freshet.transforms.table.cache;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Small delays of all kinds at any step, as a seed says: none, a turn for others, a few spins, a nap. */
final class Delays {

    private final AtomicInteger threads = new AtomicInteger();
    private final ThreadLocal<SplittableRandom> random;

    Delays(long seed) {
        this.random = ThreadLocal.withInitial(() -> new SplittableRandom(seed * 1_000 + threads.getAndIncrement()));
    }

    SplittableRandom random() {
        return random.get();
    }

    /** Delays, or not. */
    @SuppressWarnings("ThreadPriorityCheck") // a turn for others is one of the delays
    void step() {
        SplittableRandom dice = random.get();
        int thrown = dice.nextInt(1_024);
        if (thrown < 48) {
            Thread.yield();
        } else if (thrown < 96) {
            for (int i = dice.nextInt(2_000); i > 0; i--) {
                Thread.onSpinWait();
            }
        } else if (thrown < 100) {
            LockSupport.parkNanos(dice.nextInt(20_000));
        }
    }
}
