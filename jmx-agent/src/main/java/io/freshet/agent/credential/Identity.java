package io.freshet.agent.credential;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Who the server is: its certificate, those that vouch for it, and its private key. */
public final class Identity {
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    Identity(List<X509Certificate> chain, PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    /** The server's own certificate first. */
    public List<X509Certificate> chain() {
        return chain;
    }

    public PrivateKey key() {
        return key;
    }

    /** When the first certificate of the chain ends that ends. */
    public Instant ends() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** Whether the key belongs to the server's own certificate. */
    boolean isWhole() throws GeneralSecurityException {
        String algorithm = signatureOf(key.getAlgorithm());
        PublicKey known = chain.get(0).getPublicKey();
        if (!known.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        byte[] message = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(known);
        signature.update(message);
        return signature.verify(signed);
    }

    private static String signatureOf(String key) {
        switch (key) {
            case "RSA":
                return "SHA256withRSA";
            case "EC":
                return "SHA256withECDSA";
            case "DSA":
                return "SHA256withDSA";
            default:
                return key;
        }
    }
}
