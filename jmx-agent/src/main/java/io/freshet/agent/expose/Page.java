package io.freshet.agent.expose;

import io.freshet.agent.expose.http.Body;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A page as it was made for one scrape or several, and the memory it is in. Guarded by {@link SharedPages}. */
final class Page {
    private final TextBuffer text = new TextBuffer();
    private @Nullable TextBuffer zipped;
    private boolean isZipped;
    private int holders;

    /** Empties it for a new page. */
    TextBuffer blank() {
        text.clear();
        isZipped = false;
        return text;
    }

    /** Says how many are going to send it. */
    void hold(int count) {
        holders = count;
    }

    /** Counts one that has sent it; returns whether that was the last one. */
    boolean letGo() {
        return --holders == 0;
    }

    TextBuffer text() {
        return text;
    }

    /** The page zipped, which the first who wants it so does for all. */
    TextBuffer zipped(Zipper zipper) {
        TextBuffer target = zipped == null ? new TextBuffer() : zipped;
        zipped = target;
        if (!isZipped) {
            target.clear();
            zipper.zip(text, target);
            isZipped = true;
        }
        return target;
    }

    static Body body(TextBuffer bytes, Runnable release) {
        return new Body() {
            @Override
            public long length() {
                return bytes.length();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                bytes.writeTo(out);
            }

            @Override
            public void release() {
                release.run();
            }
        };
    }
}
