package io.github.logconfig.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stable hash of one cluster's desired state: a change of the state is a change of the fingerprint,
 * and nothing else is.
 *
 * <p>It is the SHA-256 digest over these fields, each written as its length in bytes (32 bits,
 * big-endian) followed by its UTF-8 bytes: the text {@value #VERSION}, the environment's URL, the
 * host group's name, the policy in lower case, and the namespaces in the order of their characters.
 * Thanks to the lengths {@code {app, app-db}} and {@code {appapp-db}} differ.
 *
 * <p>The digest is computed when it is first asked for, and kept: most plans of a fleet say that
 * nothing changes, and nobody asks for theirs.
 *
 * <p><b>Thread safety:</b> immutable as far as can be seen, and thread-safe.
 *
 * @since 0.1.0
 */
public final class Fingerprint {

  /** The version of the encoding; the first field of it. */
  public static final String VERSION = "logconfig-fingerprint/1";

  private static final Pattern SYNTAX = Pattern.compile("[0-9a-f]{64}");
  private static final int SHORT_LENGTH = 10;
  private static final int BYTES_A_FIELD = 40;

  private final Supplier<String> digest;
  private @Nullable String hex;

  /**
   * A fingerprint that was computed before.
   *
   * @param hex 64 lower-case hex digits
   * @throws InvalidValueException if {@code hex} is not 64 lower-case hex digits
   */
  public Fingerprint(String hex) {
    if (!SYNTAX.matcher(hex).matches()) {
      throw new InvalidValueException("fingerprint", hex, "64 lower-case hex digits");
    }
    this.digest = () -> hex;
    this.hex = hex;
  }

  private Fingerprint(Supplier<String> digest) {
    this.digest = digest;
  }

  /**
   * The fingerprint of one cluster's desired state.
   *
   * @param environment the environment that the cluster reports to
   * @param cluster what the cluster is to look like; its name plays no part
   * @return the fingerprint
   */
  public static Fingerprint of(Environment environment, DesiredCluster cluster) {
    return new Fingerprint(() -> digest(environment, cluster));
  }

  /**
   * The whole fingerprint.
   *
   * @return 64 lower-case hex digits
   */
  public String hex() {
    String known = hex;
    if (known == null) {
      known = digest.get();
      hex = known;
    }
    return known;
  }

  /**
   * A form that fits into the name of a Kubernetes object.
   *
   * @return the first 10 digits
   */
  public String shortForm() {
    return hex().substring(0, SHORT_LENGTH);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that && hex().equals(that.hex());
  }

  @Override
  public int hashCode() {
    return hex().hashCode();
  }

  @Override
  public String toString() {
    return hex();
  }

  private static String digest(Environment environment, DesiredCluster cluster) {
    CanonicalBytes bytes = new CanonicalBytes(BYTES_A_FIELD * (cluster.namespaces().size() + 4));
    bytes.add(VERSION);
    bytes.add(environment.url().toString());
    bytes.add(cluster.hostGroup().value());
    bytes.add(cluster.policy().name().toLowerCase(Locale.ROOT));
    for (NamespaceName namespace : cluster.namespaces()) {
      bytes.add(namespace.value());
    }
    return HexFormat.of().formatHex(bytes.digest(sha256()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
