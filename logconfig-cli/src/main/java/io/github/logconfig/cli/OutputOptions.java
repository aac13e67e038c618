package io.github.logconfig.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** The form of a result, and the way it takes to standard output. */
final class OutputOptions {

  private final CommandSpec command;

  private final OptionValue<OutputFormat> format =
      OptionValue.choice(
          "--output",
          "text|json",
          OutputFormat.text,
          "Form of the result on standard output (default: ${DEFAULT-VALUE}).");

  /**
   * @param command whose result it is
   */
  OutputOptions(CommandSpec command) {
    this.command = command;
  }

  void addToCommand() {
    format.addTo(command);
  }

  /** Whether the result is text in colours. */
  boolean isColoured() {
    return isText() && LogConfigCommand.of(command).isColoured();
  }

  boolean isText() {
    return format.value() == OutputFormat.text;
  }

  /** Prints a result in the form that was asked for; the other one is not made. */
  void print(Supplier<String> text, Supplier<Object> tree) {
    print(isText() ? text.get() : Json.of(tree.get()));
  }

  void print(String text) {
    PrintWriter out = command.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
