package io.github.logconfig.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stable hash of the desired state of one cluster.
 *
 * <p>It is the SHA-256 digest of the following fields, each written as its length in bytes (32
 * bits, big-endian) followed by its UTF-8 bytes: the text {@value #VERSION}, the URL of the
 * environment, the target, the policy in lower case, and the namespaces in natural order. The
 * target is the name of the host group, or {@code kubernetes-cluster:} followed by the name of the
 * cluster. The lengths distinguish {@code {app, app-db}} from {@code {appapp-db}}.
 *
 * <p>The digest is computed on first use, because most plans of a fleet are empty and their
 * fingerprint is never read.
 *
 * <p><b>Thread safety:</b> thread-safe; immutable except for the cached digest.
 *
 * @since 0.1.0
 */
public final class Fingerprint {

  /** The version of the encoding, which is its first field. */
  public static final String VERSION = "logconfig-fingerprint/1";

  private static final Pattern SYNTAX = Pattern.compile("[0-9a-f]{64}");
  private static final int SHORT_LENGTH = 10;
  private static final int BYTES_A_FIELD = 40;

  private final Supplier<String> digest;
  private @Nullable String hex;

  /**
   * Creates a fingerprint that has been computed before.
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
   * Returns the fingerprint of the desired state of a cluster. The name of the cluster is part of
   * it only for the target {@link Target#KUBERNETES_CLUSTER}.
   */
  public static Fingerprint of(Environment environment, DesiredCluster cluster) {
    return new Fingerprint(() -> digest(environment, cluster));
  }

  /** Returns the fingerprint as 64 lower-case hex digits. */
  public String hex() {
    String known = hex;
    if (known == null) {
      known = digest.get();
      hex = known;
    }
    return known;
  }

  /** Returns the first 10 digits, which fit into the name of a Kubernetes object. */
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
    bytes.add(target(cluster));
    bytes.add(cluster.policy().label());
    for (NamespaceName namespace : cluster.namespaces()) {
      bytes.add(namespace.value());
    }
    return HexFormat.of().formatHex(bytes.digest(sha256()));
  }

  /** A host group name contains no colon, so both targets have different fingerprints. */
  private static String target(DesiredCluster cluster) {
    return cluster.target() == Target.HOST_GROUP
        ? cluster.hostGroup().value()
        : cluster.target().label() + ":" + cluster.targetName();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
