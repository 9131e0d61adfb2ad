package io.freshet.agent;

import io.freshet.local.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Scrapes by many threads at once, as fast as answers come, as often as they are let. */
final class Scrapers implements AutoCloseable {
    private static final byte[] REQUEST =
            "GET /metrics HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Semaphore permits = new Semaphore(0);
    private final AtomicLong let = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param ports whom they ask; each thread asks one of them
     */
    Scrapers(int count, int... ports) {
        for (int i = 0; i < count; i++) {
            int port = ports[i % ports.length];
            Thread thread = new Thread(() -> scrapeOn(port), "scraper-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Has so many more scrapes done. */
    void let(int more) {
        let.addAndGet(more);
        permits.release(more);
    }

    void awaitAll(Duration most) {
        Await.untilTrue("all scrapes", most, () -> ended.get() == let.get());
    }

    /** Whole answers. */
    long answered() {
        return ended.get() - failures.size();
    }

    /** What was answered, or happened, instead of a page. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    private void scrapeOn(int port) {
        try {
            while (true) {
                permits.acquire();
                scrape(port);
                ended.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void scrape(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(REQUEST);
            out.flush();
            InputStream in = socket.getInputStream();
            String status = new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
            if (!status.equals("HTTP/1.1 200")) {
                failures.add(status);
            }
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        Await.untilTrue("the end of all scrapers", Duration.ofMinutes(1), () -> threads.stream()
                .noneMatch(Thread::isAlive));
    }
}
