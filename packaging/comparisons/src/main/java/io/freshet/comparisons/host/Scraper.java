package io.freshet.comparisons.host;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Scrapes a side now and then, as Prometheus does, whatever else happens. */
final class Scraper implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "freshet-comparisons-scraper");
        thread.setDaemon(true);
        return thread;
    });
    private final int seconds;
    private final Side side;
    private volatile @Nullable RuntimeException failure;

    private Scraper(int seconds, Side side) {
        this.seconds = seconds;
        this.side = side;
    }

    static Scraper every(int seconds, Side side) {
        return new Scraper(seconds, side);
    }

    void start() {
        ScheduledFuture<?> unused = timer.scheduleAtFixedRate(this::scrape, 0, seconds, TimeUnit.SECONDS);
    }

    private void scrape() {
        try {
            side.scrape();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** Ends it; fails where a scrape has failed, after which there were no more. */
    void end() {
        close();
        if (failure != null) {
            throw new IllegalStateException("The agent was not scraped all the time", failure);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
