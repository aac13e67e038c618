package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The certificates and keys of a file in PEM form. */
public final class Pem {

  private static final int MAX_BYTES = 16 * 1_024 * 1_024;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private final String what;
  private final Path file;
  private final Map<String, List<byte[]>> blocks = new LinkedHashMap<>();

  private Pem(String what, Path file) {
    this.what = what;
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @param what what the file is, for messages
   * @throws InvalidArgumentException if the file cannot be read or is not in PEM form
   */
  public static Pem read(String what, Path file) {
    byte[] content = bytes(what, file);
    if (!isPem(content)) {
      // a sequence of ASN.1
      boolean binary = content.length > 0 && content[0] == 0x30;
      throw new InvalidArgumentException(
          what,
          file.toString(),
          "a PEM file" + (binary ? ", but this is a PKCS#12 or DER file" : ""));
    }
    Pem pem = new Pem(what, file);
    Matcher block = BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
    while (block.find()) {
      try {
        pem.blocks
            .computeIfAbsent(block.group(1), type -> new ArrayList<>())
            .add(Base64.getMimeDecoder().decode(block.group(2)));
      } catch (IllegalArgumentException e) {
        throw new InvalidArgumentException(what, file.toString(), "a PEM file with valid Base64");
      }
    }
    return pem;
  }

  /** Returns the content of a file. */
  public static byte[] bytes(String what, Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidArgumentException(what, file.toString(), "a file of at most 16 MiB");
      }
      return bytes;
    } catch (IOException e) {
      throw new InvalidArgumentException(
          what,
          file.toString(),
          "a file that exists and can be read ("
              + (e instanceof NoSuchFileException ? "it does not exist" : e.getMessage())
              + ")");
    }
  }

  public static boolean isPem(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
  }

  /** Returns the certificates, at least one, in their order. */
  public List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (String type : List.of("CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE")) {
        for (byte[] der : blocks.getOrDefault(type, List.of())) {
          certificates.add(
              (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new InvalidArgumentException(what, file.toString(), "valid certificates in PEM form");
    }
    if (certificates.isEmpty()) {
      throw new InvalidArgumentException(
          what, file.toString(), "a PEM file with a certificate; it has " + types());
    }
    return certificates;
  }

  /** Returns the key. */
  public PrivateKey privateKey() {
    List<byte[]> keys = blocks.getOrDefault("PRIVATE KEY", List.of());
    if (keys.isEmpty()) {
      throw new InvalidArgumentException(
          what,
          file.toString(),
          "a PEM file with a key in the form PKCS#8, not encrypted; it has "
              + types()
              + ". Convert a key with: openssl pkcs8 -topk8 -nocrypt -in KEY");
    }
    PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(keys.get(0));
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(key);
      } catch (GeneralSecurityException otherAlgorithm) {
        // try the next one
      }
    }
    throw new InvalidArgumentException(what, file.toString(), "a valid RSA, EC or EdDSA key");
  }

  private String types() {
    return blocks.isEmpty() ? "no complete part" : String.join(", ", blocks.keySet());
  }
}
