package io.freshet.agent.coverage;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Does several things at once, each of which mostly waits for another process. */
final class InParallel {
    private InParallel() {}

    /** Returns when all have ended; fails when one has failed. */
    static void run(Runnable... parts) {
        CompletableFuture.allOf(Stream.of(parts)
                        .map(part -> CompletableFuture.runAsync(part, InParallel::start))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void start(Runnable part) {
        Thread thread = new Thread(part, "in-parallel");
        thread.setDaemon(true);
        thread.start();
    }
}
