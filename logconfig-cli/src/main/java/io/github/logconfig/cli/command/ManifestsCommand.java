package io.github.logconfig.cli.command;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.option.DesiredStateOptions;
import io.github.logconfig.cli.option.SelectionOptions.Selected;
import io.github.logconfig.cli.option.manifest.ManifestOptions;
import io.github.logconfig.cli.view.Json;
import io.github.logconfig.cli.view.RenderedFiles;
import io.github.logconfig.cli.view.SafeText;
import io.github.logconfig.manifest.AppInterfaceLayout;
import io.github.logconfig.manifest.ClusterManifests;
import io.github.logconfig.manifest.DynatraceOperator;
import io.github.logconfig.manifest.JobStage;
import io.github.logconfig.manifest.ManifestYaml;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.rollout.Rollout;
import io.github.logconfig.reconcile.rollout.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Renders Kubernetes manifests. */
@Command(
    name = "manifests",
    description = {
      "Renders the Kubernetes manifests of a cluster: operator, DynaKube, the job that applies the"
          + " desired state, alerts.",
      "Does not connect to Dynatrace. Secrets are referenced, not rendered."
    },
    footer = {
      "",
      "Exit codes: 0 rendered, 3 invalid input, 6 and 7 if the source denies access or is"
          + " unreachable.",
      "",
      "Examples:",
      "  logconfig manifests --file desired.yaml --cluster app-sre-stage-01 --image"
          + " quay.io/me/logconfig:1 | kubectl apply -f -",
      "  logconfig manifests --data ./data --image quay.io/me/logconfig:1 --out-dir manifests",
      "      a directory per cluster, a file per object",
      "  logconfig manifests --file desired.yaml --image quay.io/me/logconfig:1 --indexed 10",
      "      one job for all clusters of an environment, ten at a time; with --staged in stages"
    })
public final class ManifestsCommand implements Callable<Integer> {

  private static final String CLUSTERS = "clusters";
  private static final int MAX_NAMESPACES = 999_999_999;
  private static final String APP_INTERFACE = "app-interface";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ManifestOptions options = new ManifestOptions();

  @Option(
      names = "--out-dir",
      paramLabel = "DIR",
      description =
          "Write a file per object to this directory instead of standard output. Files of earlier"
              + " runs that are no longer rendered are removed, unless they were edited.")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "yaml|json",
      defaultValue = "yaml",
      description =
          "Format of the objects on standard output: YAML documents, or one JSON list (default:"
              + " ${DEFAULT-VALUE}).")
  private Format output = Format.yaml;

  @Option(
      names = "--layout",
      paramLabel = "clusters|app-interface",
      defaultValue = "clusters",
      completionCandidates = Layouts.class,
      description = {
        "clusters: the objects of each cluster.",
        "app-interface: templates for all clusters with their query, shared-resource files, and a"
            + " patch of the schemas; reads no desired state, requires --out-dir (default:"
            + " ${DEFAULT-VALUE})."
      })
  private String layout = CLUSTERS;

  @Mixin private DesiredStateOptions source = new DesiredStateOptions();

  /** Values of {@code --layout}. */
  static final class Layouts extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Layouts() {
      super(List.of(CLUSTERS, APP_INTERFACE));
    }
  }

  /** Values of {@code --output}. */
  enum Format {
    yaml,
    json
  }

  @Override
  public Integer call() {
    if (layout.equals(APP_INTERFACE)) {
      writeAppInterface();
      return ExitCode.DONE;
    }
    if (!layout.equals(CLUSTERS)) {
      throw new InvalidInputException(
          "--layout " + Quoted.of(layout) + "; expected clusters or app-interface");
    }
    requireStages();
    Selected selected = Session.select(source, spec, warning -> {});
    List<DesiredCluster> clusters = selected.state().clusters();
    requireOneTarget(clusters);
    SortedMap<String, HasMetadata> files;
    try {
      files = files(selected);
    } catch (InvalidValueException e) {
      throw new InvalidInputException(optionOf(e) + e.getMessage());
    }
    printHelmCommand();
    if (directory.isPresent()) {
      write(directory.get(), files, clusters);
    } else {
      spec.commandLine().getOut().print(text(List.copyOf(files.values())));
      spec.commandLine().getOut().flush();
    }
    return ExitCode.DONE;
  }

  private void requireStages() {
    if (!options.isStaged() || !options.isIndexed()) {
      options.requireNotStaged();
      return;
    }
    if (source.configuration().stages().isEmpty()) {
      throw new InvalidInputException(
          "--staged requires stages; define them under the key stages of the configuration file,"
              + " and name the file with --config");
    }
  }

  private List<JobStage> stages(Selected selected) {
    Map<ClusterName, DesiredCluster> clusters = new LinkedHashMap<>();
    selected.state().clusters().forEach(cluster -> clusters.put(cluster.name(), cluster));
    List<JobStage> stages = new ArrayList<>();
    for (Rollout.Members members : selected.rollout(source.configuration().stages()).stages()) {
      Stage stage = members.stage();
      stages.add(
          new JobStage(
              stage.name(),
              members.clusters().stream()
                  .flatMap(it -> Stream.ofNullable(clusters.get(it)))
                  .toList(),
              stage.soak(),
              stage
                  .arrival()
                  .map(
                      limit ->
                          Map.of(
                              "maxMissing", limit.missing(),
                              "maxLeaks", limit.leaks(),
                              "maxUnknown", limit.unknown(),
                              "maxSilent", Math.min(limit.silent(), MAX_NAMESPACES)))
                  .orElse(Map.of())));
    }
    return stages;
  }

  /** Templates do not depend on a desired state, so they are written without reading one. */
  private void writeAppInterface() {
    Path target =
        directory.orElseThrow(
            () -> new InvalidInputException("--layout app-interface requires --out-dir DIR"));
    source
        .excludedByTemplates()
        .ifPresent(
            option -> {
              throw new InvalidInputException(
                  "--layout app-interface renders templates for all clusters; remove " + option);
            });
    if (options.isIndexed() || options.hasLoop()) {
      throw new InvalidInputException(
          "--layout app-interface renders a job for each cluster; remove "
              + (options.isIndexed() ? "--indexed" : "the options of the loop"));
    }
    options.requireNotStaged();
    SortedMap<String, String> files;
    try {
      files =
          new AppInterfaceLayout(options.ofCluster(List.of()), source.integration())
              .files(options::patched);
    } catch (InvalidValueException e) {
      throw new InvalidInputException(optionOf(e) + e.getMessage());
    }
    printHelmCommand();
    write(target, files, path -> true);
  }

  private void printHelmCommand() {
    options
        .operator()
        .filter(operator -> operator.install() == DynatraceOperator.Install.HELM)
        .ifPresent(
            operator ->
                spec.commandLine()
                    .getErr()
                    .println(
                        "logconfig: install the operator before the DynaKube: "
                            + operator.helmCommand()));
  }

  /** Returns the option with the refused value. */
  private String optionOf(InvalidValueException refused) {
    return spec.options().stream()
        .filter(option -> hasValue(option, refused.value()))
        .map(option -> option.longestName() + ": ")
        .findFirst()
        .orElse("");
  }

  private static boolean hasValue(OptionSpec option, String value) {
    Object given = option.getValue();
    return Objects.toString(given instanceof Optional<?> it ? it.orElse(null) : given)
        .equals(value);
  }

  /** Objects of several clusters must not be piped to one cluster. */
  private void requireOneTarget(List<DesiredCluster> clusters) {
    if (clusters.size() == 1 || options.isIndexed()) {
      return;
    }
    if (directory.isEmpty()) {
      throw new InvalidInputException(
          clusters.size()
              + " clusters are selected; choose one with --cluster, write directories with"
              + " --out-dir, or render one job with --indexed");
    }
    if (options.hasLoop()) {
      throw new InvalidInputException("a loop runs in one cluster; choose it with --cluster");
    }
  }

  private SortedMap<String, HasMetadata> files(Selected selected) {
    List<DesiredCluster> clusters = selected.state().clusters();
    SortedMap<String, HasMetadata> files = new TreeMap<>();
    if (options.isIndexed()) {
      List<HasMetadata> objects =
          options.isStaged() ? options.staged(stages(selected)) : options.fleet(clusters);
      objects.forEach(object -> files.put("30-" + fileName(object), object));
    } else {
      ClusterManifests manifests = options.ofCluster(clusters);
      for (DesiredCluster cluster : clusters) {
        manifests
            .objects(cluster)
            .forEach(
                (group, objects) -> {
                  String prefix = cluster.name() + "/" + group.substring(0, group.indexOf('-') + 1);
                  objects.forEach(object -> files.put(prefix + fileName(object), object));
                });
      }
    }
    List<HasMetadata> patched = options.patched(List.copyOf(files.values()));
    int i = 0;
    for (Map.Entry<String, HasMetadata> file : files.entrySet()) {
      file.setValue(patched.get(i));
      i++;
    }
    return files;
  }

  private static String fileName(HasMetadata object) {
    return object.getKind().toLowerCase(Locale.ROOT)
        + "-"
        + object.getMetadata().getName()
        + ".yaml";
  }

  /**
   * Writes the files. Without a selection, those of clusters that are no longer desired are
   * removed, too.
   */
  private void write(
      Path target, SortedMap<String, HasMetadata> files, List<DesiredCluster> clusters) {
    Predicate<String> covered = path -> true;
    if (source.selectsPart()) {
      Set<String> folders = new HashSet<>();
      clusters.forEach(cluster -> folders.add(cluster.name().value()));
      covered =
          options.isIndexed()
              ? path -> !path.contains("/")
              : path ->
                  path.contains("/") && folders.contains(path.substring(0, path.indexOf('/')));
    }
    SortedMap<String, String> texts = new TreeMap<>();
    files.forEach((path, object) -> texts.put(path, ManifestYaml.of(List.of(object))));
    write(target, texts, covered);
  }

  private void write(Path target, SortedMap<String, String> texts, Predicate<String> covered) {
    RenderedFiles.in(target)
        .replace(texts, covered)
        .forEach(
            path ->
                spec.commandLine()
                    .getErr()
                    .println(
                        "logconfig: warning: "
                            + SafeText.line(path)
                            + " is no longer rendered, but kept because it was edited"));
  }

  private String text(List<HasMetadata> objects) {
    if (output == Format.yaml) {
      return ManifestYaml.of(objects);
    }
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("apiVersion", "v1");
    list.put("kind", "List");
    list.put("items", Json.sorted(objects));
    return Json.of(list);
  }
}
