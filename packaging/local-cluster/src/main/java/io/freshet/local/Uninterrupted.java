package io.freshet.local;

/** Cleans up also on a thread that was interrupted, and gives the interrupt back afterwards. */
final class Uninterrupted {
    private Uninterrupted() {}

    static void run(Runnable cleanUp) {
        boolean interrupted = Thread.interrupted();
        try {
            cleanUp.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
