package io.freshet.agent.expose.auth;

import io.freshet.agent.expose.http.HttpRequest;
import java.net.Socket;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Which of the clients that have a certificate may look: those of these names. */
public final class ClientNames {
    private static final Integer DNS_NAME = 2;

    private final Set<String> names;

    /** No name lets everybody in. */
    public ClientNames(Collection<String> names) {
        this.names = Set.copyOf(names);
    }

    public boolean admit(HttpRequest request) {
        return names.isEmpty() || namesOf(request.socket()).stream().anyMatch(names::contains);
    }

    private static Set<String> namesOf(@Nullable Socket socket) {
        Set<String> found = new HashSet<>();
        if (socket instanceof SSLSocket) {
            try {
                X509Certificate certificate =
                        (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
                addCommonNames(certificate, found);
                addAlternativeNames(certificate, found);
            } catch (SSLPeerUnverifiedException | CertificateParsingException | InvalidNameException e) {
                // It has no more names, then.
            }
        }
        return found;
    }

    private static void addCommonNames(X509Certificate certificate, Set<String> names) throws InvalidNameException {
        for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
            if (part.getType().equalsIgnoreCase("CN")) {
                names.add(String.valueOf(part.getValue()));
            }
        }
    }

    private static void addAlternativeNames(X509Certificate certificate, Set<String> names)
            throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                if (DNS_NAME.equals(alternative.get(0))) {
                    names.add(String.valueOf(alternative.get(1)));
                }
            }
        }
    }
}
