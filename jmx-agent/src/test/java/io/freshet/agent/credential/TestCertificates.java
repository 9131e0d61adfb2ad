package io.freshet.agent.credential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Keys and certificates for tests, all of one authority, made by the JDK's keytool. */
public final class TestCertificates {
    public static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path store;

    public TestCertificates(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.store = folder.resolve("all.p12");
        keytool("ca", "EC", "CN=Test CA", "-ext", "bc:c");
    }

    /** A server at 127.0.0.1, or a client of that name. */
    public void add(String name, String algorithm) throws IOException, InterruptedException {
        keytool(name, algorithm, "CN=" + name, "-signer", "ca", "-ext", "san=ip:127.0.0.1,dns:" + name);
    }

    /** The certificate of the authority in PEM. */
    public Path authority() throws IOException, GeneralSecurityException {
        return certificate("ca");
    }

    public Path certificate(String name) throws IOException, GeneralSecurityException {
        StringBuilder chain = new StringBuilder("Words before are allowed.\n");
        for (Certificate certificate : open().getCertificateChain(name)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return Files.writeString(folder.resolve(name + ".pem"), chain);
    }

    /** The private key in PKCS#8. */
    public Path key(String name) throws IOException, GeneralSecurityException {
        return Files.writeString(
                folder.resolve(name + "-key.pem"),
                pem("PRIVATE KEY", privateKey(name).getEncoded()));
    }

    public PrivateKey privateKey(String name) throws IOException, GeneralSecurityException {
        return (PrivateKey) Objects.requireNonNull(open().getKey(name, PASSWORD.toCharArray()));
    }

    /** A keystore with one entry. */
    public Path keystore(String name, String type) throws IOException, GeneralSecurityException {
        KeyStore one = KeyStore.getInstance(type);
        one.load(null, null);
        one.setKeyEntry(name, privateKey(name), PASSWORD.toCharArray(), open().getCertificateChain(name));
        Path file = folder.resolve(name + "." + type);
        try (var out = Files.newOutputStream(file)) {
            one.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    static String pem(String type, byte[] content) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + type + "-----\n" + lines.encodeToString(content) + "\n-----END " + type + "-----\n";
    }

    /** The certificate and that of the authority. */
    public List<Certificate> chain(String name) throws IOException, GeneralSecurityException {
        return List.of(open().getCertificateChain(name));
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private void keytool(String alias, String algorithm, String subject, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-keyalg",
                algorithm,
                "-dname",
                subject,
                "-validity",
                "30"));
        command.addAll(Arrays.asList(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
    }
}
