package io.freshet.comparisons.process;

import io.freshet.local.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A page of metrics of a process on this machine, asked for as Prometheus does, over a connection that stays open. */
public final class MetricsEndpoint {
    private static final Duration UP = Duration.ofMinutes(2);
    private static final int TIMEOUT_MILLIS = 120_000;

    private final URI address;
    private final byte[] buffer = new byte[1 << 16];

    public MetricsEndpoint(int port) {
        this.address = URI.create("http://127.0.0.1:" + port + "/metrics");
    }

    /**
     * One scrape.
     *
     * @param seconds from the request to the last byte
     * @param bytes how long the answer was, as sent
     */
    public record Scrape(double seconds, long bytes) {}

    /** Waits until it answers. */
    public void await() {
        Await.untilTrue(address + " to answer", UP, () -> {
            try {
                return scrape(false).bytes() > 0;
            } catch (UncheckedIOException e) {
                return false;
            }
        });
    }

    /** Reads the page and drops it. */
    public Scrape scrape(boolean zipped) {
        long start = System.nanoTime();
        try (InputStream page = open(zipped)) {
            long bytes = 0;
            for (int read = page.read(buffer); read >= 0; read = page.read(buffer)) {
                bytes += read;
            }
            return new Scrape((System.nanoTime() - start) / 1e9, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be scraped: " + address, e);
        }
    }

    /** Returns the page. */
    public String text() {
        return text("");
    }

    /** Returns what a query asks for, such as {@code ?name[]=a}. */
    public String text(String query) {
        try (InputStream page = open(query, false)) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be scraped: " + address, e);
        }
    }

    private InputStream open(boolean zipped) throws IOException {
        return open("", zipped);
    }

    private InputStream open(String query, boolean zipped) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address + query).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestProperty("Accept", "text/plain;version=0.0.4");
        connection.setRequestProperty("Accept-Encoding", zipped ? "gzip" : "identity");
        InputStream page = connection.getInputStream();
        boolean isZipped = "gzip".equals(connection.getContentEncoding());
        if (isZipped != zipped) {
            page.close();
            throw new IOException(zipped ? "the page is not zipped" : "the page is zipped");
        }
        return page;
    }
}
