package io.freshet.agent.expose.tls;

import io.freshet.agent.credential.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** What one set of files gave. */
final class Material {
    /** Protects nothing: the store is in memory, as the key itself is. */
    private static final char[] IN_MEMORY = "memory".toCharArray();

    private final Identity identity;
    private final List<X509Certificate> authorities;
    private @Nullable SSLContext context;

    Material(Identity identity, List<X509Certificate> authorities) {
        this.identity = identity;
        this.authorities = authorities;
    }

    Identity identity() {
        return identity;
    }

    boolean asksClients() {
        return !authorities.isEmpty();
    }

    /** Made when the first client comes, because it reads security properties that the host's main method may yet set. */
    synchronized SSLContext context() throws IOException {
        SSLContext made = context;
        if (made == null) {
            try {
                made = newContext();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JVM cannot serve HTTPS", e);
            }
            context = made;
        }
        return made;
    }

    private SSLContext newContext() throws GeneralSecurityException, IOException {
        KeyStore keys = emptyStore();
        keys.setKeyEntry("server", identity.key(), IN_MEMORY, identity.chain().toArray(new Certificate[0]));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, IN_MEMORY);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(managers.getKeyManagers(), asksClients() ? trustManagers() : new TrustManager[0], null);
        return made;
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        KeyStore trusted = emptyStore();
        for (int i = 0; i < authorities.size(); i++) {
            trusted.setCertificateEntry("ca-" + i, authorities.get(i));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        return managers.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}
