package io.freshet.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Files that settings may name by mistake, and good ones to name beside them. */
final class BadFiles {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private BadFiles() {}

    static void writeTo(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        Files.write(folder.resolve("large.yaml"), new byte[(1 << 20) + 1]);
        Files.write(folder.resolve("latin1.yaml"), "labels: {x: ä}".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(folder.resolve("empty.pem"), "");
        Files.writeString(folder.resolve("garbage.pem"), "geheim\n");
        KeyStore server = store(folder, "server");
        KeyStore other = store(folder, "other");
        String certificate = pem("CERTIFICATE", certificate(server).getEncoded());
        String key = pem("PRIVATE KEY", key(server).getEncoded());
        Files.writeString(folder.resolve("server.pem"), certificate);
        Files.writeString(folder.resolve("server.key"), key);
        Files.writeString(
                folder.resolve("other.key"), pem("PRIVATE KEY", key(other).getEncoded()));
        Files.writeString(
                folder.resolve("order.pem"),
                certificate + pem("CERTIFICATE", certificate(other).getEncoded()));
        Files.writeString(folder.resolve("cut.pem"), certificate.substring(0, certificate.length() / 2));
        Files.writeString(folder.resolve("damaged.pem"), pem("CERTIFICATE", new byte[100]));
        Files.writeString(folder.resolve("damaged.key"), pem("PRIVATE KEY", new byte[100]));
        Files.writeString(folder.resolve("encrypted.key"), pem("ENCRYPTED PRIVATE KEY", encrypted(key(server))));
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, PASSWORD);
        trust.setCertificateEntry("server", certificate(server));
        try (var out = Files.newOutputStream(folder.resolve("trust.p12"))) {
            trust.store(out, PASSWORD);
        }
    }

    private static KeyStore store(Path folder, String name)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
        command.addAll(List.of("-genkeypair", "-alias", "server", "-keyalg", "EC", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", file.toString(), "-storepass", "changeit", "-dname", "CN=" + name));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            store.load(content, PASSWORD);
        }
        return store;
    }

    private static Certificate certificate(KeyStore store) throws GeneralSecurityException {
        return store.getCertificate("server");
    }

    private static Key key(KeyStore store) throws GeneralSecurityException {
        return store.getKey("server", PASSWORD);
    }

    @SuppressWarnings("InsecureCryptoUsage") // A form that older tools write, and that must be understood.
    private static byte[] encrypted(Key key) throws GeneralSecurityException, IOException {
        String algorithm = "PBEWithSHA1AndDESede";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(PASSWORD)));
        return new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(key.getEncoded())).getEncoded();
    }

    private static String pem(String type, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    }
}
