package io.freshet.agent.expose.auth;

import io.freshet.agent.credential.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Basic authentication (RFC 7617) against hashes that are slow to compute.
 *
 * <p>A hash is computed once per pair of name and password, right or wrong; afterwards the pair is known by a keyed
 * digest. New pairs are looked at one at a time, and after a wrong one there is a pause, so that guessing takes at most a
 * tenth of one core from the host. Those who are known are not held up by it.
 */
public final class BasicAuthentication {
    /** What comes of a look at a request. */
    public enum Verdict {
        ADMITTED,
        /** It carries no credentials. */
        MISSING,
        WRONG,
        /** Others are being looked at, or were wrong just now. */
        LATER
    }

    private static final String SCHEME = "basic ";
    private static final int MOST_KNOWN = 128;
    private static final int MOST_REFUSED = 1024;
    private static final int PAUSE_FACTOR = 9;
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);
    private static final long WAIT_MILLIS = 2_000;
    private static final int MOST_WAITING = 8;

    private final Map<String, PasswordHash> users;
    private final PasswordHash nobody;
    private final LongSupplier clock;
    private final SecretKeySpec digestKey = newKey();
    private final Map<String, Boolean> known = new Recent(MOST_KNOWN);
    private final Map<String, Boolean> refused = new Recent(MOST_REFUSED);
    private final Semaphore looking = new Semaphore(1, true);
    private volatile long pauseUntil;

    /** At least one user; the clock counts nanoseconds. */
    public BasicAuthentication(Map<String, PasswordHash> users, LongSupplier clock) {
        this.users = Map.copyOf(users);
        // Whether there is such a user is not to be told by the time that an answer takes.
        this.nobody = this.users.values().iterator().next();
        this.clock = clock;
        this.pauseUntil = clock.getAsLong();
    }

    /** Looks at what a request carries in {@code Authorization}. */
    public Verdict check(String authorization) {
        if (authorization.isEmpty()) {
            return Verdict.MISSING;
        }
        String digest = digest(authorization);
        Verdict remembered = remembered(digest);
        return remembered == null ? lookInTurn(authorization, digest) : remembered;
    }

    private Verdict lookInTurn(String authorization, String digest) {
        try {
            if (looking.getQueueLength() >= MOST_WAITING || !looking.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                return Verdict.LATER;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.LATER;
        }
        try {
            Verdict remembered = remembered(digest);
            return remembered == null ? look(authorization, digest) : remembered;
        } finally {
            looking.release();
        }
    }

    private Verdict look(String authorization, String digest) {
        long start = clock.getAsLong();
        if (start - pauseUntil < 0) {
            return Verdict.LATER;
        }
        boolean right = isRight(authorization);
        long end = clock.getAsLong();
        remember(right ? known : refused, digest);
        if (right) {
            return Verdict.ADMITTED;
        }
        pauseUntil = end + Math.min(LONGEST_PAUSE, PAUSE_FACTOR * (end - start));
        return Verdict.WRONG;
    }

    private boolean isRight(String authorization) {
        String pair = pairIn(authorization);
        int colon = pair.indexOf(':');
        if (colon < 0) {
            return false;
        }
        PasswordHash hash = users.get(pair.substring(0, colon));
        boolean matches = (hash == null ? nobody : hash).matches(pair.substring(colon + 1));
        return matches && hash != null;
    }

    private static String pairIn(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return "";
        }
        try {
            byte[] pair = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).trim());
            return new String(pair, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private @Nullable Verdict remembered(String digest) {
        synchronized (known) {
            if (known.get(digest) != null) {
                return Verdict.ADMITTED;
            }
        }
        synchronized (refused) {
            return refused.get(digest) == null ? null : Verdict.WRONG;
        }
    }

    private static void remember(Map<String, Boolean> digests, String digest) {
        synchronized (digests) {
            digests.put(digest, Boolean.TRUE);
        }
    }

    private String digest(String authorization) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(digestKey);
            byte[] digest = mac.doFinal(authorization.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM lacks HmacSHA256", e);
        }
    }

    private static SecretKeySpec newKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new SecretKeySpec(key, "HmacSHA256");
    }

    /** The ones used last. */
    private static final class Recent extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        private final int most;

        Recent(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > most;
        }
    }
}
