package io.github.logconfig.simulator;

/** Runs the simulator as a program of its own. */
final class SimulatorMain {

  private SimulatorMain() {}

  public static void main(String[] arguments) {
    System.exit(SimulatorCommand.commandLine().execute(arguments));
  }
}
