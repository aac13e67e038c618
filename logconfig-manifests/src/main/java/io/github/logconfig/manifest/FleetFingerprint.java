package io.github.logconfig.manifest;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The fingerprint of several clusters in their order: it changes with any of theirs. */
final class FleetFingerprint {

  private FleetFingerprint() {}

  static Fingerprint of(List<DesiredCluster> clusters) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      // fixed lengths and a character that no name has, so that no two lists read the same
      clusters.forEach(
          cluster ->
              digest.update(
                  (Fingerprint.of(cluster.environment(), cluster).hex() + cluster.name() + "\n")
                      .getBytes(StandardCharsets.UTF_8)));
      return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
