package io.github.logconfig.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and private keys in PEM form. Java reads keys in PKCS#8 only; the older forms of RSA
 * (PKCS#1) and EC keys (SEC 1) are wrapped in PKCS#8.
 */
final class Pem {

  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----(.*?)-----END \\1-----",
          Pattern.DOTALL);
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private static final byte[] VERSION = {2, 1, 0};

  /** Algorithm rsaEncryption with the parameter null. */
  private static final byte[] RSA = {
    0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  /** Algorithm id-ecPublicKey. */
  private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int PARAMETERS = 0xa0;
  private static final int LONG_LENGTH = 0x80;

  private Pem() {}

  /** Returns a key store with certificates that are trusted. */
  static KeyStore trusted(byte[] pem) throws ClusterException {
    try {
      KeyStore store = empty();
      int index = 0;
      for (Certificate certificate : certificates(pem)) {
        store.setCertificateEntry("ca-" + index, certificate);
        index++;
      }
      return store;
    } catch (GeneralSecurityException e) {
      throw ClusterException.invalid("the certificate authority is not a PEM certificate");
    }
  }

  /** Returns a key store with a client certificate and its key. */
  static KeyStore client(byte[] certificates, byte[] key) throws ClusterException {
    PrivateKey privateKey = key(key);
    try {
      KeyStore store = empty();
      store.setKeyEntry(
          "client",
          privateKey,
          new char[0],
          certificates(certificates).toArray(Certificate[]::new));
      return store;
    } catch (GeneralSecurityException e) {
      throw ClusterException.invalid("the client certificate is not a PEM certificate");
    }
  }

  private static KeyStore empty() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    return store;
  }

  private static Collection<? extends Certificate> certificates(byte[] pem)
      throws GeneralSecurityException {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("no certificate");
    }
    return certificates;
  }

  static PrivateKey key(byte[] pem) throws ClusterException {
    Matcher block = KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!block.find()) {
      throw ClusterException.invalid("the client key is not a PEM private key");
    }
    String form = block.group(1);
    if (form.startsWith("ENCRYPTED") || block.group(2).contains("Proc-Type")) {
      throw ClusterException.invalid(
          "the client key is encrypted; expected one without passphrase");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      return switch (form) {
        case "RSA PRIVATE KEY" -> decoded(wrapped(RSA, der));
        case "EC PRIVATE KEY" -> decoded(wrapped(der(SEQUENCE, EC, curve(der)), der));
        default -> decoded(der);
      };
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw ClusterException.invalid("the client key is not a valid RSA, EC or EdDSA key");
    }
  }

  private static PrivateKey decoded(byte[] pkcs8) throws GeneralSecurityException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // a key of another algorithm
      }
    }
    throw new InvalidKeySpecException("unknown algorithm");
  }

  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return der(SEQUENCE, VERSION, algorithm, der(OCTETS, key));
  }

  /** Returns the curve of a SEC 1 key, which is the parameter of the algorithm in PKCS#8. */
  private static byte[] curve(byte[] sec1) throws GeneralSecurityException {
    int[] content = content(sec1, 0);
    for (int at = content[0]; at < content[1]; ) {
      int[] element = content(sec1, at);
      if ((sec1[at] & 0xff) == PARAMETERS) {
        return Arrays.copyOfRange(sec1, element[0], element[1]);
      }
      at = element[1];
    }
    throw new InvalidKeySpecException("no curve");
  }

  /** Returns the start and the end of the content of an element. */
  private static int[] content(byte[] der, int at) throws GeneralSecurityException {
    try {
      int length = der[at + 1] & 0xff;
      int start = at + 2;
      if (length >= LONG_LENGTH) {
        int octets = length - LONG_LENGTH;
        length = 0;
        for (int i = 0; i < octets; i++) {
          length = (length << 8) | (der[start + i] & 0xff);
        }
        start += octets;
      }
      if (length < 0 || start + length > der.length) {
        throw new InvalidKeySpecException("truncated");
      }
      return new int[] {start, start + length};
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new InvalidKeySpecException("truncated", e);
    }
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    int length = content.size();
    if (length < LONG_LENGTH) {
      der.write(length);
    } else {
      der.write(LONG_LENGTH + 2);
      der.write(length >> 8);
      der.write(length);
    }
    der.writeBytes(content.toByteArray());
    return der.toByteArray();
  }
}
