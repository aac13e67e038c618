package io.github.logconfig.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * What picocli asks of the command. A class and not lambdas: those of picocli's interfaces are not
 * kept by a class-data archive, and keep the interfaces themselves out of it.
 */
final class Callbacks
    implements IVersionProvider,
        IExecutionStrategy,
        IParameterExceptionHandler,
        IExecutionExceptionHandler {

  private final LogConfigCommand command;

  Callbacks(LogConfigCommand command) {
    this.command = command;
  }

  @Override
  public String[] getVersion() {
    return new String[] {Version.text()};
  }

  @Override
  public int execute(ParseResult parsed) {
    command.prepare();
    return new RunLast().execute(parsed);
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    return Errors.explain(failure);
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine failed, ParseResult parsed) {
    return Errors.explain(failure, failed, command.isVeryVerbose());
  }
}
