package io.freshet.agent.credential;

import io.freshet.agent.credential.UnusableCredentialException.Part;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the server's identity lies, and who vouches for clients. */
public final class TlsFiles {
    private static final String CHAIN =
            "a PEM file of the server's certificate and those that vouch for it, in this order";
    private static final String KEY = "a PEM file of the private key that belongs to tls.certificate";
    private static final String KEYSTORE = "a keystore, PKCS12 or JKS, with one private key";
    private static final String CLIENT_CA = "a PEM file of certificates";

    private final @Nullable Path certificate;
    private final @Nullable Path key;
    private final @Nullable Path keystore;
    private final Optional<String> password;
    private final Optional<Path> clientCa;

    private TlsFiles(
            @Nullable Path certificate,
            @Nullable Path key,
            @Nullable Path keystore,
            Optional<String> password,
            Optional<Path> clientCa) {
        this.certificate = certificate;
        this.key = key;
        this.keystore = keystore;
        this.password = password;
        this.clientCa = clientCa;
    }

    /** The password is that of the key, if it is encrypted. With a client CA clients must have a certificate of it. */
    public static TlsFiles pem(Path certificate, Path key, Optional<String> password, Optional<Path> clientCa) {
        return new TlsFiles(certificate, key, null, password, clientCa);
    }

    /** The password is that of the store and of the key in it. */
    public static TlsFiles keystore(Path keystore, String password, Optional<Path> clientCa) {
        return new TlsFiles(null, null, keystore, Optional.of(password), clientCa);
    }

    /** Reads and checks the identity. */
    public Identity identity() throws UnusableCredentialException {
        return keystore == null ? fromPem() : fromKeystore(keystore);
    }

    /** Whose certificates clients may have; empty where they need none. */
    public List<X509Certificate> clientAuthorities() throws UnusableCredentialException {
        return clientCa.isEmpty() ? List.of() : certificates(Part.CLIENT_CA, CLIENT_CA, clientCa.get());
    }

    /** Something that differs once a file has been written anew. */
    public String stamp() {
        StringBuilder stamp = new StringBuilder();
        for (Path file : files()) {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                stamp.append(found.lastModifiedTime()).append(found.size()).append(found.fileKey());
            } catch (IOException e) {
                stamp.append("gone");
            }
            stamp.append(';');
        }
        return stamp.toString();
    }

    /** The files, for messages. */
    @Override
    public String toString() {
        return files().toString();
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path file : new @Nullable Path[] {certificate, key, keystore, clientCa.orElse(null)}) {
            if (file != null) {
                files.add(file);
            }
        }
        return files;
    }

    private Identity fromPem() throws UnusableCredentialException {
        if (certificate == null || key == null) {
            throw new IllegalStateException("neither a keystore nor a certificate with its key");
        }
        List<X509Certificate> chain = certificates(Part.CERTIFICATE, CHAIN, certificate);
        try {
            Identity identity = new Identity(chain, PrivateKeys.first(PemFile.read(key), password));
            if (!identity.isWhole()) {
                throw new IOException("the key in it is another one");
            }
            return identity;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(Part.KEY, KEY, e);
        }
    }

    private static List<X509Certificate> certificates(Part part, String rule, Path file)
            throws UnusableCredentialException {
        try {
            List<X509Certificate> found = PemFile.read(file).certificates();
            if (found.isEmpty()) {
                throw new IOException("there is no certificate in it");
            }
            if (part == Part.CERTIFICATE) {
                checkOrder(found);
            }
            return found;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(part, rule, e);
        }
    }

    private static void checkOrder(List<X509Certificate> chain) throws IOException {
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i - 1).getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
                throw new IOException("certificate " + (i + 1) + " in it does not vouch for the one before");
            }
        }
    }

    private Identity fromKeystore(Path file) throws UnusableCredentialException {
        char[] secret = password.orElse("").toCharArray();
        try {
            KeyStore store = open(file.toFile(), secret);
            for (String alias : Collections.list(store.aliases())) {
                Key found = store.isKeyEntry(alias) ? store.getKey(alias, secret) : null;
                if (found instanceof PrivateKey) {
                    return new Identity(chain(store, alias), (PrivateKey) found);
                }
            }
            throw new IOException("there is no private key in it");
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(Part.KEYSTORE, KEYSTORE, e);
        }
    }

    private static KeyStore open(File file, char[] password) throws IOException, GeneralSecurityException {
        try {
            return KeyStore.getInstance(file, password);
        } catch (KeyStoreException e) {
            throw new IOException("it is neither PKCS12 nor JKS");
        } catch (IOException e) {
            if (e.getCause() instanceof GeneralSecurityException) {
                throw new IOException("it does not open with tls.keystore.password");
            }
            throw e;
        }
    }

    private static List<X509Certificate> chain(KeyStore store, String alias) throws GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : store.getCertificateChain(alias)) {
            chain.add((X509Certificate) certificate);
        }
        return chain;
    }

    private static UnusableCredentialException unusable(Part part, String rule, Exception cause) {
        if (cause instanceof FileSystemException) {
            return new UnusableCredentialException(part, rule, "it cannot be read");
        }
        boolean ours = cause instanceof IOException && cause.getMessage() != null;
        return new UnusableCredentialException(
                part, rule, ours ? String.valueOf(cause.getMessage()) : "it is damaged: " + cause.getMessage());
    }
}
