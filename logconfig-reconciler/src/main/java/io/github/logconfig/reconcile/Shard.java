package io.github.logconfig.reconcile;

import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EnvironmentName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The part of the environments that one of several processes reconciles. Whole environments are
 * assigned, by a hash of their name, so that the processes share nothing, and an environment stays
 * with its process when others come and go.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param index which share, from 0
 * @param count how many shares there are
 * @since 0.1.0
 */
public record Shard(int index, int count) {

  /** All environments. */
  public static final Shard ALL = new Shard(0, 1);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if {@code count} is below 1 or {@code index} is not from 0 to
   *     below {@code count}
   */
  public Shard {
    if (count < 1 || index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "shard " + index + " of " + count + ": the index goes from 0 to below the count");
    }
  }

  /**
   * The part of a desired state that this share is about.
   *
   * @param desired the whole
   * @return its environments and clusters that belong to this share
   */
  public DesiredState of(DesiredState desired) {
    if (count == 1) {
      return desired;
    }
    return DesiredState.builder()
        .addAllEnvironments(
            desired.environments().stream()
                .filter(environment -> contains(environment.name()))
                .toList())
        .addAllClusters(
            desired.clusters().stream()
                .filter(cluster -> contains(cluster.environment().name()))
                .toList())
        .build();
  }

  /**
   * Whether an environment belongs to this share.
   *
   * @param environment the name of an environment
   * @return true for exactly one of the shares of a count
   */
  public boolean contains(EnvironmentName environment) {
    return Math.floorMod(hash(environment.value()), count) == index;
  }

  /** Not {@code String.hashCode}: names that differ in their last digit are to spread. */
  private static int hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getInt();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
