package io.github.logconfig.cli;

import io.github.logconfig.cli.option.ArrivalQueryOptions;
import io.github.logconfig.cli.option.ArrivalWaitOptions;
import io.github.logconfig.cli.option.ConfigurationOptions;
import io.github.logconfig.cli.option.ConnectionOptions;
import io.github.logconfig.cli.option.ImpactLimitOptions;
import io.github.logconfig.cli.option.KubernetesOptions;
import io.github.logconfig.cli.option.NetworkOptions;
import io.github.logconfig.cli.option.PlanningOptions;
import io.github.logconfig.cli.option.RemovalOptions;
import io.github.logconfig.cli.option.SelectionOptions;
import io.github.logconfig.cli.option.SourceOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.option.manifest.PodConnectionOptions;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Lists the options of a command in its help: its own options first, then the shared ones, under
 * the heading of the class that declares them.
 */
final class HelpSections {

  private static final String GENERAL = "General";
  private static final String ARRIVAL = "Arrival of logs";

  /** Headings in the order of the help. */
  private static final Map<Class<?>, String> HEADINGS = new LinkedHashMap<>();

  static {
    HEADINGS.put(SourceOptions.class, "Source");
    HEADINGS.put(KubernetesOptions.class, "Source");
    HEADINGS.put(SelectionOptions.class, "Selection");
    HEADINGS.put(ArrivalWaitOptions.class, ARRIVAL);
    HEADINGS.put(ArrivalQueryOptions.class, ARRIVAL);
    HEADINGS.put(ImpactLimitOptions.class, "Impact limit");
    HEADINGS.put(PlanningOptions.class, "Managed rules");
    HEADINGS.put(WriteOptions.class, "Writing");
    HEADINGS.put(RemovalOptions.class, "Writing");
    HEADINGS.put(PodConnectionOptions.class, "Connection of job and loop");
    HEADINGS.put(ConnectionOptions.class, "Connection");
    HEADINGS.put(ConnectionOptions.OAuth.class, "OAuth");
    HEADINGS.put(NetworkOptions.class, "Network");
    HEADINGS.put(ConfigurationOptions.class, GENERAL);
  }

  private HelpSections() {}

  /** Changes the help of all subcommands. */
  static void install(CommandLine command) {
    command
        .getSubcommands()
        .values()
        .forEach(
            subcommand ->
                subcommand
                    .getHelpSectionMap()
                    .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpSections::render));
  }

  private static String render(Help help) {
    List<OptionSpec> own = new ArrayList<>();
    Map<String, List<OptionSpec>> shared = new LinkedHashMap<>();
    HEADINGS.values().forEach(heading -> shared.put(heading, new ArrayList<>()));
    for (OptionSpec option : help.commandSpec().options()) {
      if (option.group() == null) {
        shared.getOrDefault(heading(option), own).add(option);
      }
    }
    StringBuilder text = new StringBuilder(list(help, own));
    text.append(help.optionListGroupSections().isEmpty() ? "" : "\n");
    text.append(help.optionListGroupSections());
    shared.forEach(
        (heading, options) -> {
          if (!options.isEmpty()) {
            text.append("\n").append(heading).append(":\n").append(list(help, options));
          }
        });
    return text.toString();
  }

  private static String list(Help help, List<OptionSpec> options) {
    return options.isEmpty() ? "" : help.optionListExcludingGroups(options);
  }

  private static String heading(OptionSpec option) {
    if (option.inherited() || option.usageHelp() || option.versionHelp()) {
      return GENERAL;
    }
    return option.userObject() instanceof Field field
        ? HEADINGS.getOrDefault(field.getDeclaringClass(), "")
        : "";
  }
}
