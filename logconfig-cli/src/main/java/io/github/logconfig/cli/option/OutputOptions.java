package io.github.logconfig.cli.option;

import io.github.logconfig.cli.ErrorHandler;
import io.github.logconfig.cli.LogConfigCommand;
import io.github.logconfig.cli.view.Json;
import io.github.logconfig.reconcile.Failure;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Format of a result, and its way to standard output. */
public final class OutputOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Format of the result on standard output (default: ${DEFAULT-VALUE}).")
  private OutputFormat format = OutputFormat.text;

  /** Returns whether the result is text with colors. */
  public boolean isColored() {
    return isText() && LogConfigCommand.of(command).isColored();
  }

  /** Returns whether the result is text. */
  public boolean isText() {
    return format == OutputFormat.text;
  }

  /** Prints the result in the selected format; the other one is not rendered. */
  public void print(Supplier<String> text, Supplier<Object> tree) {
    print(isText() ? text.get() : Json.of(tree.get()));
  }

  /** Prints a failure as an error document. */
  public void printError(Failure failure) {
    ErrorHandler.printJson(command.commandLine(), failure.kind(), failure.message(), List.of());
  }

  /** Writes to standard output, and flushes it. */
  public void print(Consumer<PrintWriter> content) {
    PrintWriter out = command.commandLine().getOut();
    content.accept(out);
    out.flush();
  }

  /** Prints text to standard output. */
  public void print(String text) {
    print(out -> out.print(text));
  }
}
