package io.github.logconfig.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The form of a result, and the way it takes to standard output. */
@Command(addMethodSubcommands = false)
final class OutputOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
  private OutputFormat format = OutputFormat.text;

  /** Whether the result is text in colours. */
  boolean isColoured() {
    return isText() && LogConfigCommand.of(spec).isColoured();
  }

  boolean isText() {
    return format == OutputFormat.text;
  }

  /** Prints a result in the form that was asked for; the other one is not made. */
  void print(Supplier<String> text, Supplier<Object> tree) {
    print(isText() ? text.get() : Json.of(tree.get()));
  }

  void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
