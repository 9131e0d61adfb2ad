package io.freshet.comparisons.host;

import io.freshet.comparisons.process.Jvm;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A side with its client process. Its agents are scraped once in so many seconds of its own work: the two sides take turns,
 * and a scrape during the other's turn would cost the wrong one.
 */
final class SideAtWork implements AutoCloseable {
    private final Side side;
    private final ClientConnection client;
    private final int betweenScrapes;
    private final ExecutorService scraper = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "freshet-comparisons-scraper");
        thread.setDaemon(true);
        return thread;
    });
    private double worked;
    private double nextScrape;

    SideAtWork(Side side, int betweenScrapes) {
        this.side = side;
        this.client = side.connectClient();
        this.betweenScrapes = betweenScrapes;
    }

    Side side() {
        return side;
    }

    /** What the client does in that time. */
    Work work(ClientConnection.Kind kind, String topic, double seconds) {
        Future<?> scrape = scrapeIfDue();
        double before = cpuSeconds();
        ClientConnection.Done done = client.order(kind, topic, seconds);
        await(scrape);
        worked += done.seconds();
        return new Work(done.records(), done.seconds(), cpuSeconds() - before);
    }

    private double cpuSeconds() {
        return Jvm.cpuSeconds(side.brokerPid()) + Jvm.cpuSeconds(client.pid());
    }

    private @Nullable Future<?> scrapeIfDue() {
        if (worked < nextScrape) {
            return null;
        }
        nextScrape += betweenScrapes;
        return scraper.submit(side::scrape);
    }

    private static void await(@Nullable Future<?> scrape) {
        try {
            if (scrape != null) {
                scrape.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The agent could not be scraped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        scraper.shutdownNow();
        client.close();
    }
}
