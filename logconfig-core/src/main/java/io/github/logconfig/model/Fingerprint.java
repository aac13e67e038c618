package io.github.logconfig.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Stable hash of one cluster's desired state: a change of the state is a change of the fingerprint,
 * and nothing else is.
 *
 * <p>It is the SHA-256 digest over these fields, each written as its length in bytes (32 bits,
 * big-endian) followed by its UTF-8 bytes: the text {@value #VERSION}, the environment's URL, the
 * host group's name, the policy in lower case, and the namespaces in the order of their characters.
 * Thanks to the lengths {@code {app, app-db}} and {@code {appapp-db}} differ.
 *
 * @param hex 64 lower-case hex digits
 * @since 0.1.0
 */
public record Fingerprint(String hex) {

  /** The version of the encoding; the first field of it. */
  public static final String VERSION = "logconfig-fingerprint/1";

  private static final Pattern SYNTAX = Pattern.compile("[0-9a-f]{64}");
  private static final int SHORT_LENGTH = 10;

  /**
   * Checks the digits.
   *
   * @param hex as told above
   * @throws InvalidValueException if {@code hex} is not 64 lower-case hex digits
   */
  public Fingerprint {
    if (!SYNTAX.matcher(hex).matches()) {
      throw new InvalidValueException("fingerprint", hex, "64 lower-case hex digits");
    }
  }

  /**
   * The fingerprint of one cluster's desired state.
   *
   * @param environment the environment that the cluster reports to
   * @param cluster what the cluster is to look like; its name plays no part
   * @return the fingerprint
   */
  public static Fingerprint of(Environment environment, DesiredCluster cluster) {
    CanonicalBytes bytes = new CanonicalBytes();
    bytes.add(VERSION);
    bytes.add(environment.url().toString());
    bytes.add(cluster.hostGroup().value());
    bytes.add(cluster.policy().name().toLowerCase(Locale.ROOT));
    for (NamespaceName namespace : cluster.namespaces()) {
      bytes.add(namespace.value());
    }
    return new Fingerprint(HexFormat.of().formatHex(bytes.digest(sha256())));
  }

  /**
   * A form that fits into the name of a Kubernetes object.
   *
   * @return the first 10 digits
   */
  public String shortForm() {
    return hex.substring(0, SHORT_LENGTH);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
