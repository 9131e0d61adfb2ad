package io.freshet.agent.credential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys between lines of dashes (RFC 7468). */
final class PemFile {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*\\R(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final long LARGEST = 4L << 20;

    private final List<Block> blocks = new ArrayList<>();

    private PemFile() {}

    static PemFile read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("it is larger than " + LARGEST + " bytes");
        }
        PemFile pem = new PemFile();
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            pem.blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return pem;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** The certificates in it, in their order. */
    List<X509Certificate> certificates() throws IOException, CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.type().equals("CERTIFICATE")) {
                ByteArrayInputStream content = new ByteArrayInputStream(block.content());
                certificates.add((X509Certificate) factory.generateCertificate(content));
            }
        }
        return certificates;
    }

    /** What stands between two lines of dashes. */
    static final class Block {
        private final String type;
        private final String text;

        Block(String type, String text) {
            this.type = type;
            this.text = text;
        }

        /** Such as {@code PRIVATE KEY}. */
        String type() {
            return type;
        }

        /** Whether it is encrypted the way that OpenSSL did before PKCS#8. */
        boolean isEncryptedByHeader() {
            return text.contains("Proc-Type:");
        }

        byte[] content() throws IOException {
            try {
                return Base64.getMimeDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw new IOException("the " + type.toLowerCase(java.util.Locale.ROOT) + " in it is not Base64");
            }
        }
    }
}
