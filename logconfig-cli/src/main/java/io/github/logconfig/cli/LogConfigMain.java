package io.github.logconfig.cli;

/** Runs the command as a program. */
final class LogConfigMain {

  private LogConfigMain() {}

  public static void main(String[] arguments) {
    System.exit(LogConfigCommand.commandLine().execute(arguments));
  }
}
