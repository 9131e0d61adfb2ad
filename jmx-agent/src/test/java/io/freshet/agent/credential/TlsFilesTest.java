package io.freshet.agent.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
    /** What openssl ecparam -genkey writes: the curve, then SEC 1 with its name. */
    private static final String EC =
            """
            -----BEGIN EC PARAMETERS-----
            BggqhkjOPQMBBw==
            -----END EC PARAMETERS-----
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIFJC4aUM+9iQ4Ff3h7sUgFdxQMW3xDO8jiwmmlx0khWLoAoGCCqGSM49
            AwEHoUQDQgAEB+riHyw3K6d2VwjM9DzWanyzqAzYJ4vs4w1HN7i1y+7u4M6f6s3G
            rPfrkpRyrDOan88Gnt/6yJl3E5WaKZivKw==
            -----END EC PRIVATE KEY-----
            """;

    /** The same after openssl pkcs8 -topk8 -v2 aes-256-cbc. */
    private static final String EC_ENCRYPTED =
            """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhsvruj4YQ5DwICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEPRtvPvRD/LGI1N2hLWVxBUEgZAL
            B7LmfmJ3OiPm9xrnma05n2E+3Vv+2F9lJqSBCvwKwP+4A3mMA0zeFS0GpIuCdXF+
            zJ9ZHcfYgPp9v/u7vWkPoo07AqcIRdfmNyABsWOcC9PJPk9Hwvn9+wDpyIHtL41a
            hMwZ/FaXsNZa/zq/EqV+qumfnHdWTlxxjUfSPYfoJBAJbF/b8teHPZX3jGZBrtA=
            -----END ENCRYPTED PRIVATE KEY-----
            """;

    private static Path folder;
    private static TestCertificates certificates;
    private static final AtomicInteger FILES = new AtomicInteger();

    @BeforeAll
    static void make(@TempDir Path temporary) throws Exception {
        folder = temporary;
        certificates = new TestCertificates(folder);
        certificates.add("rsa", "RSA");
        certificates.add("ec", "EC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void identity_pkcs8_isRead(String name) throws Exception {
        Identity identity = pem(certificates.certificate(name), certificates.key(name), Optional.empty());

        assertThat(identity.key()).isEqualTo(certificates.privateKey(name));
        assertThat(identity.chain()).hasSize(2);
    }

    @Test
    void identity_olderForms_areRead() throws Exception {
        assertThat(pem(certificates.certificate("rsa"), inner("rsa", "RSA PRIVATE KEY"), Optional.empty())
                        .key())
                .isEqualTo(certificates.privateKey("rsa"));
    }

    @Test
    void identity_ecAsOpensslWritesIt_isReadEncryptedOrNot() throws Exception {
        PemFile encrypted = PemFile.read(file(EC_ENCRYPTED));
        PrivateKey key = PrivateKeys.first(PemFile.read(file(EC)), Optional.empty());
        PrivateKey decrypted = PrivateKeys.first(encrypted, Optional.of("s3cret"));

        assertThat(((ECPrivateKey) decrypted).getS()).isEqualTo(((ECPrivateKey) key).getS());
        assertThatThrownBy(() -> PrivateKeys.first(encrypted, Optional.of("wrong")))
                .hasMessage("it cannot be decrypted with tls.key.password");
        assertThatThrownBy(() -> PrivateKeys.first(encrypted, Optional.empty()))
                .hasMessage("the key is encrypted and tls.key.password is not given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void identity_keystore_isRead(String type) throws Exception {
        Path keystore = certificates.keystore("rsa", type);

        assertThat(TlsFiles.keystore(keystore, TestCertificates.PASSWORD, Optional.empty())
                        .identity()
                        .key())
                .isEqualTo(certificates.privateKey("rsa"));
        assertUnusable(
                TlsFiles.keystore(keystore, "wrong", Optional.empty()), "it does not open with tls.keystore.password");
    }

    @Test
    void identity_whatIsWrong_isSaidWithoutWhatIsInTheFile() throws Exception {
        Path certificate = certificates.certificate("rsa");
        Path key = certificates.key("rsa");

        assertUnusable(of(certificate, certificates.key("ec")), "the key in it is another one");
        assertUnusable(of(key, key), "there is no certificate in it");
        assertUnusable(of(certificate, certificate), "there is no private key in it");
        assertUnusable(of(file(""), key), "there is no certificate in it");
        assertUnusable(of(file("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"), key), "it is damaged");
        assertUnusable(
                of(certificate, file("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")),
                "the key in it is damaged, or of a kind that this JVM does not know");
        assertUnusable(
                of(certificate, file("-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n")),
                "the EC key does not name its curve, or is damaged");
        assertUnusable(
                of(
                        certificate,
                        file(
                                """
                                -----BEGIN RSA PRIVATE KEY-----
                                Proc-Type: 4,ENCRYPTED
                                -----END RSA PRIVATE KEY-----
                                """)),
                "its encryption is not PKCS#8's; openssl pkcs8 -topk8 makes one that is");
        String turned = Files.readString(certificates.authority()) + Files.readString(certificate);
        assertUnusable(of(file(turned), key), "certificate 2 in it does not vouch for the one before");
        assertUnusable(TlsFiles.keystore(certificate, "x", Optional.empty()), "it is neither PKCS12 nor JKS");
    }

    @Test
    void stamp_fileWrittenAnew_differs() throws Exception {
        Path certificate = file("one");
        TlsFiles files = of(certificate, certificates.key("rsa"));
        String before = files.stamp();
        assertThat(files.stamp()).isEqualTo(before);

        Files.writeString(certificate, "another");
        String after = files.stamp();
        Files.delete(certificate);

        assertThat(after).isNotEqualTo(before);
        assertThat(files.stamp()).isNotEqualTo(after);
    }

    private static Identity pem(Path certificate, Path key, Optional<String> password)
            throws UnusableCredentialException {
        return TlsFiles.pem(certificate, key, password, Optional.empty()).identity();
    }

    private static TlsFiles of(Path certificate, Path key) {
        return TlsFiles.pem(certificate, key, Optional.empty(), Optional.empty());
    }

    private static void assertUnusable(TlsFiles files, String detail) {
        assertThatThrownBy(files::identity)
                .isInstanceOf(UnusableCredentialException.class)
                .hasMessageStartingWith(detail);
    }

    private static Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("file-" + FILES.incrementAndGet()), content);
    }

    /** What PKCS#8 wraps: the last element of the outer sequence. */
    private static Path inner(String name, String type) throws Exception {
        byte[] pkcs8 = certificates.privateKey(name).getEncoded();
        // SEQUENCE, INTEGER 0, SEQUENCE of 13 bytes, OCTET STRING with a length of two bytes.
        return file(TestCertificates.pem(type, Arrays.copyOfRange(pkcs8, 4 + 3 + 15 + 4, pkcs8.length)));
    }
}
