package io.github.logconfig.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.logconfig.manifest.ManifestYaml;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Renders what a cluster needs to ship logs; needs no connection. */
final class ManifestsCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final DesiredStateOptions source = new DesiredStateOptions();
  private final ManifestOptions options = new ManifestOptions();

  private final OptionValue<Optional<Path>> directory =
      OptionValue.path(
          "--out-dir",
          "DIR",
          "Write a file per object below this directory instead of all to standard output. Files of"
              + " earlier runs are left there.");

  private final OptionValue<Form> output =
      OptionValue.choice(
          "--output",
          "yaml|json",
          Form.yaml,
          "Form of the objects on standard output: YAML documents, or one list in JSON (default:"
              + " ${DEFAULT-VALUE}).");

  /** The form of objects. */
  enum Form {
    yaml,
    json
  }

  ManifestsCommand() {
    spec.name("manifests")
        .usageMessage()
        .description(
            "Renders what a cluster needs to ship logs as desired: operator, DynaKube, the job that"
                + " applies the desired state, alerts.",
            "Needs no connection. Secrets are not rendered, only referred to.")
        .footer(
            "",
            "Exit status: 0 rendered, 3 invalid input, 6 and 7 if the source refuses or cannot be"
                + " reached.",
            "",
            "Examples:",
            "  logconfig manifests --file desired.yaml --cluster app-sre-stage-01 --image"
                + " quay.io/me/logconfig:1 | kubectl apply -f -",
            "  logconfig manifests --data ./data --image quay.io/me/logconfig:1 --out-dir"
                + " manifests",
            "      a folder per cluster, a file per object",
            "  logconfig manifests --file desired.yaml --image quay.io/me/logconfig:1 --indexed 10",
            "      one job for all clusters of an environment, ten at a time");
    source.addTo(spec);
    options.addTo(spec);
    directory.addTo(spec);
    output.addTo(spec);
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    List<DesiredCluster> clusters = source.load(spec.commandLine().getErr()).clusters();
    requireOneWhereOneIsMeant(clusters);
    SortedMap<String, HasMetadata> files;
    try {
      files = files(clusters);
    } catch (InvalidValueException e) {
      throw new InvalidInputException(optionOf(e) + e.getMessage());
    }
    Optional<Path> target = directory.value();
    if (target.isPresent()) {
      files.forEach((path, object) -> write(target.get(), path, object));
    } else {
      spec.commandLine().getOut().print(text(List.copyOf(files.values())));
      spec.commandLine().getOut().flush();
    }
    return ExitCode.DONE;
  }

  /** The option that has given the value that is refused. */
  private String optionOf(InvalidValueException refused) {
    return spec.options().stream()
        .filter(option -> Objects.equals(refused.value(), Objects.toString(option.getValue())))
        .map(option -> option.longestName() + ": ")
        .findFirst()
        .orElse("");
  }

  /** What is piped to one cluster must not hold the objects of another. */
  private void requireOneWhereOneIsMeant(List<DesiredCluster> clusters) {
    if (clusters.size() == 1 || options.isIndexed()) {
      return;
    }
    if (directory.value().isEmpty()) {
      throw new InvalidInputException(
          "these are the manifests of "
              + clusters.size()
              + " clusters; choose one with --cluster, or keep them apart with --out-dir, or make"
              + " one job of them with --indexed");
    }
    if (options.hasLoop()) {
      throw new InvalidInputException("the loop runs in one cluster; choose it with --cluster");
    }
  }

  private SortedMap<String, HasMetadata> files(List<DesiredCluster> clusters) {
    SortedMap<String, HasMetadata> files = new TreeMap<>();
    if (options.isIndexed()) {
      options.fleet(clusters).forEach(object -> files.put("30-" + fileName(object), object));
      return files;
    }
    for (DesiredCluster cluster : clusters) {
      options
          .ofCluster()
          .objects(cluster)
          .forEach(
              (group, objects) ->
                  objects.forEach(
                      object ->
                          files.put(
                              cluster.name()
                                  + "/"
                                  + group.substring(0, group.indexOf('-') + 1)
                                  + fileName(object),
                              object)));
    }
    return files;
  }

  private static String fileName(HasMetadata object) {
    return object.getKind().toLowerCase(Locale.ROOT)
        + "-"
        + object.getMetadata().getName()
        + ".yaml";
  }

  private static void write(Path directory, String path, HasMetadata object) {
    Path file = directory.resolve(path);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new InvalidInputException(
          "--out-dir " + Quoted.of(directory.toString()) + " " + FileTrouble.of(e));
    }
    AtomicFile.write("--out-dir", file, ManifestYaml.of(List.of(object)));
  }

  private String text(List<HasMetadata> objects) {
    if (output.value() == Form.yaml) {
      return ManifestYaml.of(objects);
    }
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("apiVersion", "v1");
    list.put("kind", "List");
    list.put("items", Json.sorted(objects));
    return Json.of(list);
  }
}
