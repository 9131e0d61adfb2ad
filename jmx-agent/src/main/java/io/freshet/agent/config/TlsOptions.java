package io.freshet.agent.config;

import io.freshet.agent.credential.TlsFiles;
import io.freshet.agent.credential.UnusableCredentialException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How HTTPS is spoken. */
public final class TlsOptions {
    private final TlsFiles files;
    private final List<String> versions;
    private final List<String> clientNames;

    private TlsOptions(TlsFiles files, Values values) {
        this.files = files;
        this.versions = values.get(Settings.TLS_VERSIONS);
        this.clientNames = values.find(Settings.TLS_CLIENT_NAMES).orElse(List.of());
    }

    static Optional<TlsOptions> of(Values values) {
        Optional<TlsFiles> files = files(values);
        files.ifPresent(found -> check(found, values));
        if (!values.find(Settings.TLS_CLIENT_CA).isPresent()) {
            values.find(Settings.TLS_CLIENT_NAMES)
                    .ifPresent(names -> values.refuse(Settings.TLS_CLIENT_NAMES, "given together with tls.client.ca"));
        }
        return files.map(found -> new TlsOptions(found, values));
    }

    private static Optional<TlsFiles> files(Values values) {
        Optional<Path> certificate = values.find(Settings.TLS_CERTIFICATE);
        Optional<Path> key = values.find(Settings.TLS_KEY);
        Optional<Path> keystore = values.find(Settings.TLS_KEYSTORE);
        Optional<Path> clientCa = values.find(Settings.TLS_CLIENT_CA);
        if (keystore.isPresent()) {
            return keystore(values, keystore.get());
        }
        if (certificate.isPresent() && key.isPresent()) {
            Optional<String> password = values.find(Settings.TLS_KEY_PASSWORD).map(Secret::reveal);
            return Optional.of(TlsFiles.pem(certificate.get(), key.get(), password, clientCa));
        }
        if (certificate.isPresent()) {
            values.refuse(Settings.TLS_KEY, "given together with tls.certificate");
        } else if (key.isPresent()) {
            values.refuse(Settings.TLS_CERTIFICATE, "given together with tls.key");
        } else if (clientCa.isPresent()) {
            values.refuse(Settings.TLS_CLIENT_CA, "given together with tls.certificate or tls.keystore");
        }
        return Optional.empty();
    }

    private static Optional<TlsFiles> keystore(Values values, Path keystore) {
        if (values.find(Settings.TLS_CERTIFICATE).isPresent()
                || values.find(Settings.TLS_KEY).isPresent()) {
            values.refuse(Settings.TLS_KEYSTORE, "given alone, without tls.certificate and tls.key");
            return Optional.empty();
        }
        Optional<Secret> password = values.find(Settings.TLS_KEYSTORE_PASSWORD);
        if (password.isEmpty()) {
            values.refuse(Settings.TLS_KEYSTORE_PASSWORD, "given together with tls.keystore");
            return Optional.empty();
        }
        return Optional.of(TlsFiles.keystore(keystore, password.get().reveal(), values.find(Settings.TLS_CLIENT_CA)));
    }

    private static void check(TlsFiles files, Values values) {
        try {
            files.identity();
        } catch (UnusableCredentialException e) {
            refuse(values, e);
        }
        try {
            files.clientAuthorities();
        } catch (UnusableCredentialException e) {
            refuse(values, e);
        }
    }

    private static void refuse(Values values, UnusableCredentialException why) {
        values.refuse(settingOf(why.part()), why.rule(), why.detail());
    }

    private static Setting<?> settingOf(UnusableCredentialException.Part part) {
        switch (part) {
            case CERTIFICATE:
                return Settings.TLS_CERTIFICATE;
            case KEY:
                return Settings.TLS_KEY;
            case KEYSTORE:
                return Settings.TLS_KEYSTORE;
            default:
                return Settings.TLS_CLIENT_CA;
        }
    }

    /** Where the server's identity lies, and who vouches for clients. */
    public TlsFiles files() {
        return files;
    }

    /** As the JDK calls them, such as {@code TLSv1.3}. */
    public List<String> versions() {
        return versions;
    }

    List<String> clientNames() {
        return clientNames;
    }
}
