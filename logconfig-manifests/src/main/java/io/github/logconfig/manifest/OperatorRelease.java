package io.github.logconfig.manifest;

import static io.github.logconfig.manifest.DynaKubeVersion.V1BETA1;
import static io.github.logconfig.manifest.DynaKubeVersion.V1BETA2;
import static io.github.logconfig.manifest.DynaKubeVersion.V1BETA3;
import static io.github.logconfig.manifest.DynaKubeVersion.V1BETA4;
import static io.github.logconfig.manifest.DynaKubeVersion.V1BETA5;
import static io.github.logconfig.manifest.DynaKubeVersion.V1BETA6;

import io.github.logconfig.model.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A minor release of the Dynatrace Operator, 0.12 to 1.11, with the {@code DynaKube} versions that
 * it serves.
 *
 * @param major 0 or 1
 * @param minor 12 to 15 if {@code major} is 0, 0 to 11 if it is 1
 * @since 0.1.0
 */
public record OperatorRelease(int major, int minor) {

  private static final Pattern SYNTAX = Pattern.compile("v?([01])\\.(\\d{1,2})(\\.\\d{1,3})?");

  /** Newest patch releases, by minor release. */
  private static final Map<String, Integer> PATCHES =
      Map.ofEntries(
          Map.entry("0.12", 1),
          Map.entry("0.13", 1),
          Map.entry("0.14", 2),
          Map.entry("0.15", 0),
          Map.entry("1.0", 1),
          Map.entry("1.1", 1),
          Map.entry("1.2", 3),
          Map.entry("1.3", 2),
          Map.entry("1.4", 2),
          Map.entry("1.5", 1),
          Map.entry("1.6", 3),
          Map.entry("1.7", 3),
          Map.entry("1.8", 1),
          Map.entry("1.9", 0),
          Map.entry("1.10", 2),
          Map.entry("1.11", 0));

  /** Served versions of release 1.x, by x. The last one is the storage version. */
  private static final Map<Integer, List<DynaKubeVersion>> SERVED =
      Map.ofEntries(
          Map.entry(0, List.of(V1BETA1)),
          Map.entry(1, List.of(V1BETA1)),
          Map.entry(2, List.of(V1BETA1, V1BETA2)),
          Map.entry(3, List.of(V1BETA1, V1BETA2)),
          Map.entry(4, List.of(V1BETA1, V1BETA2, V1BETA3)),
          Map.entry(5, List.of(V1BETA1, V1BETA2, V1BETA3, V1BETA4)),
          Map.entry(6, List.of(V1BETA1, V1BETA2, V1BETA3, V1BETA4, V1BETA5)),
          Map.entry(7, List.of(V1BETA3, V1BETA4, V1BETA5)),
          Map.entry(8, List.of(V1BETA4, V1BETA5, V1BETA6)),
          Map.entry(9, List.of(V1BETA4, V1BETA5, V1BETA6)),
          Map.entry(10, List.of(V1BETA5, V1BETA6)),
          Map.entry(11, List.of(V1BETA5, V1BETA6)));

  /** The newest known release. */
  public static final OperatorRelease NEWEST = new OperatorRelease(1, 11);

  /**
   * Validates that the release is known.
   *
   * @throws InvalidValueException if the release is not one from 0.12 to 1.11
   */
  public OperatorRelease {
    boolean known =
        (major == 0 && minor >= 12 && minor <= 15) || (major == 1 && SERVED.containsKey(minor));
    if (!known) {
      throw new InvalidValueException(
          "operator release", major + "." + minor, "a release from 0.12 to 0.15 or 1.0 to 1.11");
    }
  }

  /**
   * Parses a release.
   *
   * @param text for example {@code 1.10} or {@code 1.10.2}
   * @throws InvalidValueException if the text is not a release from 0.12 to 1.11
   */
  public static OperatorRelease parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValueException("operator release", text, "a release such as 1.11");
    }
    return new OperatorRelease(
        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Returns the {@code DynaKube} versions that this release serves, oldest first. */
  public List<DynaKubeVersion> served() {
    return major == 0 ? List.of(V1BETA1) : SERVED.getOrDefault(minor, List.of());
  }

  /** Returns the {@code DynaKube} version in which this release stores objects. */
  public DynaKubeVersion storage() {
    return served().get(served().size() - 1);
  }

  /** Returns the newest patch release known, for example {@code 1.10.2}. */
  public String newestPatch() {
    return this + "." + PATCHES.get(toString());
  }

  /**
   * Returns whether a {@code DynaKube} has a field for the host group: from 1.0 on. Earlier, the
   * host group was an argument of the agent.
   */
  public boolean hasHostGroup() {
    return major >= 1;
  }

  /** Throws if this release does not serve the version. */
  void require(DynaKubeVersion version) {
    if (!served().contains(version)) {
      throw new InvalidValueException(
          "DynaKube version",
          version.label(),
          "served by operator "
              + this
              + ", which serves "
              + served().stream().map(DynaKubeVersion::label).collect(Collectors.joining(", ")));
    }
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
