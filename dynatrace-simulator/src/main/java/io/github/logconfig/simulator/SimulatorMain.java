package io.github.logconfig.simulator;

import picocli.CommandLine;

/** Runs the simulator as a program of its own. */
final class SimulatorMain {

  private SimulatorMain() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SimulatorCommand()).execute(arguments));
  }
}
