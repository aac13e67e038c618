package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.option.ImpactLimitOptions;
import io.github.logconfig.cli.option.SelectionOptions.Selected;
import io.github.logconfig.cli.option.SessionOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.view.AtomicFile;
import io.github.logconfig.cli.view.ImportView;
import io.github.logconfig.cli.view.Json;
import io.github.logconfig.cli.view.Phrases;
import io.github.logconfig.cli.view.SafeText;
import io.github.logconfig.inventory.ImportedYaml;
import io.github.logconfig.inventory.RuleImport;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.Observation;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.source.RuleFiles;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a desired state from rules that exist. */
@Command(
    name = "import",
    description = {
      "Writes a desired state from the rules that exist. Writes nothing to Dynatrace.",
      "A namespace is imported if a rule lists it and all of its logs are ingested. Rules that a"
          + " desired state cannot express are listed with the reason. The plan that adopts the"
          + " rules is made and checked: no namespace starts or stops.",
      "The environments are those of the configuration file, or of a desired state."
    },
    footer = {
      "",
      "Exit codes: 0 imported, 1 a cluster was left out or several causes, 3 invalid input, 6"
          + " permission, 7 unreachable.",
      "",
      "Examples:",
      "  logconfig import --config logconfig.yaml --environment staging --out desired.yaml",
      "  logconfig import --config logconfig.yaml --terraform show.json --host-group"
          + " HOST_GROUP-0123456789ABCDEF=stage-01",
      "      reads the output of terraform show -json, and sends nothing"
    })
public final class ImportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the desired state to a new file; an existing file is not overwritten.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = {
        "Format of the report: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
        "json: the report is on standard output, with the desired state unless --out is given."
      })
  private Format output = Format.text;

  @ArgGroup(
      exclusive = true,
      multiplicity = "0..1",
      heading = "Import from files instead of the environments, one of:%n")
  private Input input = new Input();

  @Option(
      names = "--host-group",
      paramLabel = "ID=NAME",
      description = "Name of a host group in files, which have only its id; can be repeated.")
  private List<String> hostGroups = new ArrayList<>();

  @Mixin private SessionOptions options = new SessionOptions();

  /** Values of {@code --output}. */
  enum Format {
    text,
    json
  }

  /** Options of which at most one can be given. */
  static final class Input {

    @Option(
        names = "--monaco",
        paramLabel = "DIR",
        description = "Monaco project, or directory that monaco download has written.")
    private Optional<Path> monaco = Optional.empty();

    @Option(
        names = "--terraform",
        paramLabel = "PATH",
        description =
            "Output of terraform show -json, a state file, or .tf files with literal values.")
    private Optional<Path> terraform = Optional.empty();

    @Option(
        names = "--dynakube",
        paramLabel = "PATH",
        description = "Manifests with DynaKubes that have ingestRuleMatchers.")
    private Optional<Path> dynakube = Optional.empty();

    private Optional<RuleFiles.Format> format() {
      if (monaco.isPresent()) {
        return Optional.of(RuleFiles.Format.MONACO);
      }
      if (terraform.isPresent()) {
        return Optional.of(RuleFiles.Format.TERRAFORM);
      }
      return dynakube.map(path -> RuleFiles.Format.DYNAKUBE);
    }
  }

  @Override
  public Integer call() {
    out.ifPresent(ImportCommand::requireNew);
    Map<EntityId, HostGroupName> names = names();
    // the source of the configuration file is what import is about to write
    Selected selected =
        options.desired().isGiven()
            ? Session.selected(options.desired(), spec)
            : options.desired().selectPinned();
    List<Environment> environments = selected.state().environments();
    Optional<RuleFiles.Format> format = input.format();
    return format.isPresent()
        ? fromFiles(format.get(), environments, names)
        : fromEnvironments(environments, selected);
  }

  private int fromEnvironments(List<Environment> environments, Selected selected) {
    if (!hostGroups.isEmpty()) {
      throw new InvalidInputException(
          "--host-group requires --monaco, --terraform or --dynakube; the names in environments"
              + " are read");
    }
    WriteOptions readOnly = WriteOptions.readOnly(new ImpactLimitOptions());
    try (Session session = Session.open(environments, selected, options, readOnly, spec)) {
      Observation observation = session.reconciler().observe(environments, List.of());
      session.hideProgress();
      Set<ClusterName> used = new HashSet<>();
      List<RuleImport> imports = new ArrayList<>();
      for (Environment environment : environments) {
        ObservedState state = observation.states().get(environment.name());
        if (state != null) {
          RuleImport imported = RuleImport.of(environment, state, options.owner(), used);
          imported.clusters().forEach(cluster -> used.add(cluster.desired().name()));
          imports.add(imported);
        }
      }
      PrintWriter err = spec.commandLine().getErr();
      List<Failure> failures = List.copyOf(observation.failures().values());
      failures.forEach(it -> err.println("logconfig: " + SafeText.line(Phrases.message(it))));
      if (!failures.isEmpty()) {
        return ExitCode.of(failures); // a part of the environments is no complete desired state
      }
      return write(imports, Map.of(), List.of());
    }
  }

  private int fromFiles(
      RuleFiles.Format format, List<Environment> environments, Map<EntityId, HostGroupName> names) {
    if (environments.size() != 1) {
      throw new InvalidInputException(
          environments.size()
              + " environments are selected; import from files expects one: choose it with"
              + " --environment");
    }
    Path path = input.monaco.or(() -> input.terraform).or(() -> input.dynakube).orElseThrow();
    RuleFiles files = RuleFiles.read(format, path);
    if (!files.problems().isEmpty()) {
      throw InvalidInputException.of(
          FailureKind.of(Problem.Kind.INVALID),
          files.problems(),
          problem -> "--" + format.label() + " " + problem);
    }
    RuleImport imported =
        RuleImport.of(
            environments.get(0),
            files.observed(environments.get(0).name(), names),
            options.owner(),
            Set.of());
    return write(List.of(imported), files.locations(), files.skipped());
  }

  private int write(
      List<RuleImport> imports,
      Map<ObjectId, SourceLocation> locations,
      List<RuleFiles.Skipped> skipped) {
    String yaml = ImportedYaml.of(imports, locations);
    out.ifPresent(file -> AtomicFile.write("--out", file, content -> content.write(yaml)));
    PrintWriter result = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (output == Format.json) {
      result.print(Json.of(ImportView.json(imports, locations, skipped, out, yaml)));
    } else {
      result.print(out.isEmpty() ? yaml : "");
      err.print(ImportView.text(imports, locations, skipped, out, input.format().isPresent()));
    }
    result.flush();
    err.flush();
    return imports.stream().allMatch(it -> it.rejected().isEmpty())
        ? ExitCode.DONE
        : ExitCode.FAILED;
  }

  private static void requireNew(Path file) {
    if (Files.exists(file)) {
      throw new InvalidInputException(
          "--out " + Quoted.of(file.toString()) + " exists already; expected a new file");
    }
    PlanFile.requireWritable(file);
  }

  private Map<EntityId, HostGroupName> names() {
    Map<EntityId, HostGroupName> names = new LinkedHashMap<>();
    for (String option : hostGroups) {
      int equals = option.indexOf('=');
      try {
        names.put(
            new EntityId(option.substring(0, Math.max(equals, 0))),
            new HostGroupName(option.substring(equals + 1)));
      } catch (InvalidValueException e) {
        throw new InvalidInputException(
            "--host-group "
                + Quoted.of(option)
                + "; expected ID=NAME, for example HOST_GROUP-0123456789ABCDEF=stage-01");
      }
    }
    return names;
  }
}
