package io.freshet.agent.credential;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password that cannot be read back: {@code pbkdf2-sha256:<iterations>:<salt>:<hash>}, salt of 16 bytes and hash of 32
 * in base64url without padding. PBKDF2 is RFC 8018's, with HMAC-SHA-256, over the password in UTF-8.
 */
public final class PasswordHash {
    /** What OWASP recommends for this function; a tenth of a second to a second. */
    public static final int ITERATIONS = 600_000;

    /** What a hash must look like; completes the sentence "must be". */
    public static final String RULE =
            "a hash as java -jar freshet-agent.jar hash-password makes it, pbkdf2-sha256:<iterations>:<salt>:<hash>";

    private static final String NAME = "pbkdf2-sha256";
    private static final int FEWEST = 10_000;
    private static final int MOST = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Hashes a password with a new salt. */
    public static PasswordHash of(String password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(iterations, salt, derive(password, salt, iterations));
    }

    /**
     * Reads a hash.
     *
     * @throws IllegalArgumentException when it is none, without saying what it is
     */
    public static PasswordHash parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length == 4 && parts[0].equals(NAME) && parts[1].matches("[0-9]{1,9}")) {
            int iterations = Integer.parseInt(parts[1]);
            byte[] salt = Base64.getUrlDecoder().decode(parts[2]);
            byte[] hash = Base64.getUrlDecoder().decode(parts[3]);
            if (iterations >= FEWEST && iterations <= MOST && salt.length == SALT_BYTES && hash.length == HASH_BYTES) {
                return new PasswordHash(iterations, salt, hash);
            }
        }
        throw new IllegalArgumentException("no hash of a password");
    }

    /** Whether this is the password. Slow on purpose, and as slow for a wrong one. */
    public boolean matches(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    /** As it stands in settings. */
    @Override
    public String toString() {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return String.join(":", NAME, "" + iterations, encoder.encodeToString(salt), encoder.encodeToString(hash));
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        try {
            PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BYTES * 8);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM lacks PBKDF2WithHmacSHA256", e);
        }
    }
}
