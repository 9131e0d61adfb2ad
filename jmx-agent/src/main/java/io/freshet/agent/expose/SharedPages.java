package io.freshet.agent.expose;

import io.freshet.agent.expose.http.Body;
import io.freshet.agent.expose.http.Refusal;
import io.freshet.agent.expose.http.Response;
import io.freshet.agent.expose.http.Status;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes pages, one at a time: reading values is work for one core, whoever asks. Who asks for a page while it is being
 * made gets that one.
 */
final class SharedPages {
    /** Pages are megabytes on large brokers, and slow readers hold them. */
    private static final int MOST_PAGES = 4;

    private static final long LONGEST_WAIT_SECONDS = 30;
    private static final long WAIT_FOR_READERS_MILLIS = 2_000;

    private final Runnable dropSlowestReader;
    private final Zipper zipper = new Zipper();
    private final Semaphore making = new Semaphore(1, true);
    private final Map<Object, Flight> flights = new HashMap<>();

    /** Kept while memory is plenty. */
    private final Deque<SoftReference<Page>> idle = new ArrayDeque<>();

    private int inUse;

    /** Told when too many pages are held by clients that read slowly. */
    SharedPages(Runnable dropSlowestReader) {
        this.dropSlowestReader = dropSlowestReader;
    }

    /** The page of this key, which is written unless somebody is at it. */
    Response get(Object key, Consumer<TextBuffer> writer, String contentType, boolean zipped) throws Refusal {
        Page page = take(key, writer);
        try {
            Body body = zipped
                    ? Page.body(zipped(page), () -> giveBack(page))
                    : Page.body(page.text(), () -> giveBack(page));
            Response response = Response.page(contentType, body).with("Vary", "Accept, Accept-Encoding");
            return zipped ? response.with("Content-Encoding", "gzip") : response;
        } catch (RuntimeException | Error e) {
            giveBack(page);
            throw e;
        }
    }

    /** How many ask for pages that are being made. */
    synchronized int waiting() {
        return flights.values().stream().mapToInt(flight -> flight.takers).sum();
    }

    private TextBuffer zipped(Page page) {
        synchronized (zipper) {
            return page.zipped(zipper);
        }
    }

    private Page take(Object key, Consumer<TextBuffer> writer) throws Refusal {
        Flight flight;
        boolean first;
        synchronized (this) {
            Flight known = flights.get(key);
            first = known == null;
            flight = known == null ? new Flight() : known;
            flight.takers++;
            if (first) {
                flights.put(key, flight);
            }
        }
        if (first) {
            return make(key, flight, writer);
        }
        if (!awaited(flight)) {
            leave(flight);
            throw busy();
        }
        return flight.result();
    }

    private Page make(Object key, Flight flight, Consumer<TextBuffer> writer) throws Refusal {
        Page page = null;
        boolean made = false;
        try {
            page = borrow();
            write(writer, page);
            made = true;
            return page;
        } catch (Refusal refusal) {
            flight.refusal = refusal;
            throw refusal;
        } finally {
            synchronized (this) {
                flights.remove(key);
                if (made && page != null) {
                    page.hold(flight.takers);
                    flight.page = page;
                } else if (page != null) {
                    putBack(page);
                }
            }
            flight.landed.countDown();
        }
    }

    private void write(Consumer<TextBuffer> writer, Page page) throws Refusal {
        try {
            if (!making.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            writer.accept(page.blank());
        } finally {
            making.release();
        }
    }

    private static boolean awaited(Flight flight) {
        try {
            return flight.landed.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void leave(Flight flight) {
        if (flight.page == null) {
            flight.takers--;
        } else {
            giveBack(flight.page);
        }
    }

    private Page borrow() throws Refusal {
        if (isShort()) {
            dropSlowestReader.run();
        }
        synchronized (this) {
            try {
                long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_FOR_READERS_MILLIS);
                long left = deadline - System.nanoTime();
                while (inUse >= MOST_PAGES && left > 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                    left = deadline - System.nanoTime();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (inUse >= MOST_PAGES) {
                throw busy();
            }
            inUse++;
            SoftReference<Page> reference = idle.poll();
            Page kept = reference == null ? null : reference.get();
            return kept == null ? new Page() : kept;
        }
    }

    private synchronized boolean isShort() {
        return inUse >= MOST_PAGES;
    }

    private synchronized void giveBack(Page page) {
        if (page.letGo()) {
            putBack(page);
        }
    }

    private synchronized void putBack(Page page) {
        inUse--;
        // The one used last comes first: it is the one that the others' memory has been reclaimed for.
        idle.addFirst(new SoftReference<>(page));
        while (idle.size() > MOST_PAGES) {
            idle.removeLast();
        }
        notifyAll();
    }

    private static Refusal busy() {
        return new Refusal(Status.SERVICE_UNAVAILABLE, "Others are being served. Try again in a moment.");
    }

    /** A page in the making, and who waits for it. */
    private static final class Flight {
        private final CountDownLatch landed = new CountDownLatch(1);
        private int takers;
        private volatile @Nullable Page page;
        private volatile @Nullable Refusal refusal;

        /** Called when it has landed. */
        Page result() throws Refusal {
            if (refusal != null) {
                throw refusal;
            }
            Page made = page;
            if (made == null) {
                throw new IllegalStateException("the page could not be made");
            }
            return made;
        }
    }
}
