package io.freshet.agent.credential;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Private keys in PEM: PKCS#8, encrypted or not, and the older forms of RSA and EC. */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");
    private static final String REMEDY = "; openssl pkcs8 -topk8 makes one that is";

    private PrivateKeys() {}

    /** The first private key in a file; throws with what is wrong in the message. */
    static PrivateKey first(PemFile file, Optional<String> password) throws IOException, GeneralSecurityException {
        for (PemFile.Block block : file.blocks()) {
            if (block.type().endsWith("PRIVATE KEY")) {
                return key(block, password);
            }
        }
        throw new IOException("there is no private key in it");
    }

    private static PrivateKey key(PemFile.Block block, Optional<String> password)
            throws IOException, GeneralSecurityException {
        if (block.isEncryptedByHeader()) {
            throw new IOException("its encryption is not PKCS#8's" + REMEDY);
        }
        switch (block.type()) {
            case "PRIVATE KEY":
                return key(new PKCS8EncodedKeySpec(block.content()));
            case "RSA PRIVATE KEY":
                return key(new PKCS8EncodedKeySpec(Der.pkcs8OfRsa(block.content())));
            case "EC PRIVATE KEY":
                return key(new PKCS8EncodedKeySpec(ecInPkcs8(block)));
            case "ENCRYPTED PRIVATE KEY":
                return key(decrypted(block, password));
            default:
                throw new IOException("a key of this form is not understood" + REMEDY);
        }
    }

    private static byte[] ecInPkcs8(PemFile.Block block) throws IOException {
        try {
            return Der.pkcs8OfEc(block.content());
        } catch (IllegalArgumentException e) {
            throw new IOException("the EC key does not name its curve, or is damaged");
        }
    }

    private static KeySpec decrypted(PemFile.Block block, Optional<String> password) throws IOException {
        if (password.isEmpty()) {
            throw new IOException("the key is encrypted and tls.key.password is not given");
        }
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(block.content());
            AlgorithmParameters parameters = encrypted.getAlgParameters();
            // Of PBES2 the name says nothing, and the JDK names its parts only so.
            String algorithm = parameters != null && parameters.toString().startsWith("PBEWith")
                    ? parameters.toString()
                    : encrypted.getAlgName();
            PBEKeySpec secret = new PBEKeySpec(password.get().toCharArray());
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(algorithm).generateSecret(secret), parameters);
            return encrypted.getKeySpec(cipher);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("its encryption is not known to this JVM");
        } catch (GeneralSecurityException e) {
            throw new IOException("it cannot be decrypted with tls.key.password");
        }
    }

    private static PrivateKey key(KeySpec pkcs8) throws IOException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(pkcs8);
            } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
                // Another one, perhaps.
            }
        }
        throw new IOException("the key in it is damaged, or of a kind that this JVM does not know");
    }
}
