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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Scrapes from many threads at once, as fast as answers come. */
final class Scrapers implements AutoCloseable {
    private final int port;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    Scrapers(int port, int count) {
        this.port = port;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::scrape, "scraper-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Whole answers. */
    long answered() {
        return answered.get();
    }

    int failed() {
        return failed.get();
    }

    private void scrape() {
        byte[] buffer = new byte[1 << 16];
        while (!stopped) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(30_000);
                OutputStream out = socket.getOutputStream();
                out.write("GET /metrics HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                InputStream in = socket.getInputStream();
                int read = in.read(buffer);
                boolean whole = read > 12 && new String(buffer, 9, 3, StandardCharsets.US_ASCII).equals("200");
                while (read >= 0) {
                    read = in.read(buffer);
                }
                if (whole) {
                    answered.incrementAndGet();
                } else {
                    failed.incrementAndGet();
                }
            } catch (IOException e) {
                failed.incrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        Await.untilTrue("the end of all scrapes", Duration.ofMinutes(1), () -> threads.stream()
                .noneMatch(Thread::isAlive));
    }
}
