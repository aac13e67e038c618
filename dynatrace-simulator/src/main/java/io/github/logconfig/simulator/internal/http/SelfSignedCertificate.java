package io.github.logconfig.simulator.internal.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * A certificate for {@code localhost} and {@code 127.0.0.1} that is its own certificate authority,
 * made anew for every simulator. The JDK reads certificates but has no way to make one, so its few
 * parts are written here.
 */
public final class SelfSignedCertificate {

  private static final int SEQUENCE = 0x30;
  private static final int DAYS = 30;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  /** ecdsa-with-SHA256. */
  private static final byte[] SIGNATURE_ALGORITHM = hex("300a06082a8648ce3d040302");

  /** CN=Dynatrace simulator. */
  private static final byte[] COMMON_NAME = hex("0603550403");

  private final KeyPair keys;
  private final X509Certificate certificate;

  private SelfSignedCertificate(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  static SelfSignedCertificate create(Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] unsigned = unsigned(keys, now);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(unsigned);
      byte[] whole = der(SEQUENCE, unsigned, SIGNATURE_ALGORITHM, bitString(signature.sign()));
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole));
      return new SelfSignedCertificate(keys, (X509Certificate) certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has elliptic curves", e);
    }
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** A key store file with key and certificate, for the HTTP engine; to be deleted once read. */
  Path keyStore(String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "simulator", keys.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
      Path file = Files.createTempFile("dynatrace-simulator", ".p12");
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, password.toCharArray());
      }
      return file;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PKCS12 key stores", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a key store to the temporary directory", e);
    }
  }

  private static byte[] unsigned(KeyPair keys, Instant now) {
    byte[] name =
        der(
            SEQUENCE,
            der(
                0x31,
                der(
                    SEQUENCE,
                    COMMON_NAME,
                    der(0x0c, "Dynatrace simulator".getBytes(StandardCharsets.UTF_8)))));
    byte[] serial =
        der(0x02, new BigInteger(63, new SecureRandom()).add(BigInteger.ONE).toByteArray());
    byte[] validity =
        der(SEQUENCE, time(now.minus(1, ChronoUnit.DAYS)), time(now.plus(DAYS, ChronoUnit.DAYS)));
    return der(
        SEQUENCE,
        hex("a003020102"), // version 3
        serial,
        SIGNATURE_ALGORITHM,
        name,
        validity,
        name,
        keys.getPublic().getEncoded(),
        der(0xa3, der(SEQUENCE, alternativeNames(), authority())));
  }

  private static byte[] alternativeNames() {
    byte[] names =
        der(
            SEQUENCE,
            der(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
            der(0x87, new byte[] {127, 0, 0, 1}));
    return der(SEQUENCE, hex("0603551d11"), der(0x04, names));
  }

  private static byte[] authority() {
    return hex("300f0603551d130101ff040530030101ff");
  }

  private static byte[] time(Instant instant) {
    return der(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] bitString(byte[] bits) {
    return der(0x03, new byte[] {0}, bits);
  }

  /** One element of the encoding: what it is, how long it is, and what is in it. */
  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    if (length >= 0x80) {
      element.write(length >= 0x100 ? 0x82 : 0x81);
      if (length >= 0x100) {
        element.write(length >> 8);
      }
    }
    element.write(length);
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
