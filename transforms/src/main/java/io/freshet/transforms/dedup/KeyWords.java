package io.freshet.transforms.dedup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The key of one record at a time, by value, as words of eight bytes: those of equal keys are equal. One that is long is its
 * SHA-256, so that keys take a bounded room and nothing of a record is held on to. Used by one thread.
 */
final class KeyWords {

    /** As many words as a key has at most. */
    static final int MOST = 8;

    private final ValueBytes bytes = new ValueBytes();
    private final MessageDigest sha256 = sha256();
    private final long[] words = new long[MOST];

    /** Nobody who writes keys can know which of them have one hash. */
    private final long seed = ThreadLocalRandom.current().nextLong();

    private int count;
    private int hash;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Begins the key of the next record. */
    void begin() {
        bytes.clear();
    }

    /**
     * Adds the value of a field.
     *
     * @throws DataException if it is of no type of Connect
     */
    void add(@Nullable Object value) {
        bytes.write(value);
    }

    /** Ends the key: it is what this is until the next one begins. */
    void end() {
        if (bytes.length() > MOST * Long.BYTES) {
            sha256.update(bytes.buffer(), 0, bytes.length());
            bytes.replaceBy(sha256.digest());
        }
        bytes.pad(); // keys have the same number of values, each of which tells where it ends: zeros make none equal
        int before = count;
        count = bytes.length() / Long.BYTES;
        long mixed = seed;
        for (int i = 0; i < count; i++) {
            words[i] = bytes.word(i);
            mixed = (mixed ^ words[i]) * Mix.ODD;
            mixed ^= mixed >>> Integer.SIZE;
        }
        if (before > count) {
            Arrays.fill(words, count, before, 0);
        }
        hash = (int) Mix.of(mixed);
    }

    int hash() {
        return hash;
    }

    /** Returns how many words the key has. */
    int count() {
        return count;
    }

    /** Returns a word, 0 after the last. */
    long word(int index) {
        return words[index];
    }
}
