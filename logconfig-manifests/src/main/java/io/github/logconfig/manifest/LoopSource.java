package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.github.logconfig.model.InvalidValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Source of the desired state of a {@linkplain LogConfigLoop loop}.
 *
 * <p>Files are read from a volume: a secret, a config map or a persistent volume claim, mounted at
 * {@code /config}. Kubernetes updates mounted secrets and config maps, and the loop reads the file
 * in every round.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param kind the kind of source
 * @param location a path in the volume, the URL of {@link Kind#GRAPHQL}, or {@code KIND:LOCATION}
 *     of {@link Kind#CUSTOM}
 * @param storage the volume; required by kinds that read a file
 * @param kubeconfig path of the kubeconfig in the volume, by which the loop reads namespaces or
 *     running pods of clusters; if empty, it can read the cluster that it runs in
 * @since 0.1.0
 */
public record LoopSource(
    Kind kind, String location, Optional<Storage> storage, Optional<String> kubeconfig) {

  private static final String VOLUME = "config";
  private static final String PATH = "/" + VOLUME + "/";
  private static final Pattern FILE =
      Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9._][A-Za-z0-9._/-]{0,252}");
  private static final Pattern URL =
      Pattern.compile("https?://[A-Za-z0-9._\\[\\]:-]+(/[A-Za-z0-9._~/-]*)?");
  private static final Pattern CUSTOM =
      Pattern.compile("[a-z][a-z0-9-]{0,62}:[A-Za-z0-9._~:/?#@%&=+,;-]{1,2000}");

  /** Key of the secret with the tokens; its value becomes the Authorization header. */
  private static final String GRAPHQL_TOKEN = "GRAPHQL_TOKEN";

  /**
   * Kind of source, as an option of {@code logconfig run}.
   *
   * @since 0.1.0
   */
  public enum Kind {
    /** A qontract-server that a {@code config.toml} names. */
    GRAPHQL_CONFIG("graphql-config", "config.toml"),
    /** A qontract-server by its URL. */
    GRAPHQL("graphql", ""),
    /** A YAML file. */
    FILE("file", "desired.yaml"),
    /** A directory with app-interface data. */
    DATA("data", "data"),
    /** A bundle of app-interface data. */
    BUNDLE("bundle", "data.json"),
    /** Namespaces of the clusters; a YAML file names environments and clusters. */
    KUBERNETES("kubernetes", "clusters.yaml"),
    /** A source of an extension. */
    CUSTOM("source", "");

    private final String label;
    private final String defaultLocation;

    Kind(String label, String defaultLocation) {
      this.label = label;
      this.defaultLocation = defaultLocation;
    }

    private boolean readsFile() {
      return this != GRAPHQL && this != CUSTOM;
    }
  }

  /**
   * An object that is mounted as a volume.
   *
   * @param type the kind of object
   * @param name its name
   * @since 0.1.0
   */
  public record Storage(Type type, String name) {

    /**
     * Kind of object.
     *
     * @since 0.1.0
     */
    public enum Type {
      /** A secret. */
      SECRET,
      /** A config map. */
      CONFIG_MAP,
      /** A persistent volume claim. */
      CLAIM
    }

    /**
     * Validates the name.
     *
     * @throws InvalidValueException if the name is invalid
     */
    public Storage {
      KubernetesNames.requireObjectName("volume of the loop", name);
    }

    private Volume volume() {
      VolumeBuilder volume = new VolumeBuilder().withName(VOLUME);
      return switch (type) {
        case SECRET -> volume.withNewSecret().withSecretName(name).endSecret().build();
        case CONFIG_MAP -> volume.withNewConfigMap().withName(name).endConfigMap().build();
        case CLAIM ->
            volume
                .withNewPersistentVolumeClaim()
                .withClaimName(name)
                .withReadOnly(true)
                .endPersistentVolumeClaim()
                .build();
      };
    }
  }

  /**
   * Validates text that becomes part of the command line.
   *
   * @throws InvalidValueException if the location or the kubeconfig is invalid, or the volume is
   *     missing
   */
  public LoopSource {
    Pattern syntax = kind.readsFile() ? FILE : kind == Kind.GRAPHQL ? URL : CUSTOM;
    String expected =
        kind.readsFile()
            ? "a path in the volume, without '..'"
            : kind == Kind.GRAPHQL ? "an http or https URL" : "KIND:LOCATION";
    KubernetesNames.require(syntax, "location of the source", location, expected);
    if (kind.readsFile() && storage.isEmpty()) {
      throw new InvalidValueException(
          "source of the loop",
          kind.label,
          "complete without a volume: name a secret, a config map or a claim");
    }
    if (kubeconfig.isPresent() && storage.isEmpty()) {
      throw new InvalidValueException(
          "kubeconfig of the loop",
          kubeconfig.get(),
          "a path in a volume: name a secret, a config map or a claim");
    }
    kubeconfig.ifPresent(
        file ->
            KubernetesNames.require(
                FILE, "kubeconfig of the loop", file, "a path in the volume, without '..'"));
  }

  /** Returns the source that the {@code config.toml} of a secret names. */
  public static LoopSource graphQlConfig(String secret) {
    return parse(
        Kind.GRAPHQL_CONFIG.label,
        Optional.of(new Storage(Storage.Type.SECRET, secret)),
        Optional.empty());
  }

  /**
   * Parses a source.
   *
   * @param text {@code KIND} or {@code KIND:LOCATION}, for example {@code file:team.yaml}
   * @param storage the volume, if any
   * @param kubeconfig path of the kubeconfig in the volume, if any
   * @throws InvalidValueException if the kind is unknown or the source is invalid
   */
  public static LoopSource parse(
      String text, Optional<Storage> storage, Optional<String> kubeconfig) {
    int colon = text.indexOf(':');
    String label = colon < 0 ? text : text.substring(0, colon);
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(candidate -> candidate.label.equals(label))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidValueException(
                        "source of the loop",
                        text,
                        "one of "
                            + Arrays.stream(Kind.values())
                                .map(candidate -> candidate.label)
                                .collect(Collectors.joining(", "))));
    return new LoopSource(
        kind, colon < 0 ? kind.defaultLocation : text.substring(colon + 1), storage, kubeconfig);
  }

  Optional<Volume> volume() {
    return storage.map(Storage::volume);
  }

  /** Returns the arguments of {@code logconfig run}; the variable CONFIG replaces one of them. */
  List<String> args() {
    List<String> args = new ArrayList<>();
    if (kind != Kind.GRAPHQL_CONFIG) {
      args.addAll(List.of("--" + kind.label, kind.readsFile() ? PATH + location : location));
    }
    kubeconfig.ifPresent(file -> args.addAll(List.of("--kubeconfig", PATH + file)));
    return args;
  }

  List<EnvVar> variables(String tokenSecret) {
    return switch (kind) {
      case GRAPHQL_CONFIG -> List.of(LogConfigLoop.variable("CONFIG", PATH + location));
      case GRAPHQL ->
          List.of(
              new EnvVarBuilder()
                  .withName(GRAPHQL_TOKEN)
                  .withNewValueFrom()
                  .withNewSecretKeyRef(GRAPHQL_TOKEN, tokenSecret, true)
                  .endValueFrom()
                  .build());
      default -> List.of();
    };
  }
}
