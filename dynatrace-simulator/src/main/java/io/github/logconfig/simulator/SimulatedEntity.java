package io.github.logconfig.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** A monitored entity. Its id is a hash of type and name, as the service's are of facts unknown. */
record SimulatedEntity(String type, String entityId, String displayName) {

  private static final int ID_BYTES = 8;

  static SimulatedEntity of(String type, String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((type + "/" + name).getBytes(StandardCharsets.UTF_8));
      String hex = HexFormat.of().formatHex(digest, 0, ID_BYTES).toUpperCase(Locale.ROOT);
      return new SimulatedEntity(type, type + "-" + hex, name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
