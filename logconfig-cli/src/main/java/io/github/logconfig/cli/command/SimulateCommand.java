package io.github.logconfig.cli.command;

import io.github.logconfig.cli.InvalidInputException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Replaces the command of the simulator, which is loaded from {@code dynatrace-simulator.jar} next
 * to the jar of logconfig.
 *
 * <p>The simulator is loaded into this process by a class loader. Options, help, output, exit codes
 * and signals are therefore those of one program.
 */
@Command(name = "simulate", description = "Starts a simulated Dynatrace environment.")
public final class SimulateCommand implements Callable<Integer> {

  private static final String JAR = "dynatrace-simulator.jar";
  private static final String COMMAND = "io.github.logconfig.simulator.SimulatorCommand";

  /** Commands that need the simulator's options. */
  private static final Set<String> NEEDED_BY = Set.of("simulate", "completion");

  private final Path jar;

  /** Accepts every argument, so that the missing jar is the only error. */
  @SuppressWarnings("UnusedVariable")
  @Unmatched
  private List<String> arguments = new ArrayList<>();

  private SimulateCommand(Path jar) {
    this.jar = jar;
  }

  /**
   * Returns the simulator's command if the arguments need it and the jar is there, otherwise a
   * command that reports the missing jar.
   *
   * @param arguments arguments of logconfig; none if all commands are described
   */
  @SuppressWarnings("resource") // the simulator loads classes until the process ends
  public static Object of(String... arguments) {
    Path jar = Path.of(location()).resolveSibling(JAR);
    if (arguments.length > 0 && Arrays.stream(arguments).noneMatch(NEEDED_BY::contains)) {
      return new SimulateCommand(jar);
    }
    try {
      URLClassLoader loader =
          new URLClassLoader(
              new URL[] {jar.toUri().toURL()}, SimulateCommand.class.getClassLoader());
      Object command = loader.loadClass(COMMAND).getDeclaredConstructor().newInstance();
      Thread.currentThread().setContextClassLoader(loader);
      return command;
    } catch (ClassNotFoundException e) {
      return new SimulateCommand(jar);
    } catch (ReflectiveOperationException | MalformedURLException e) {
      throw new IllegalStateException(jar + " is not a simulator of this version", e);
    }
  }

  private static URI location() {
    return URI.create(
        SimulateCommand.class.getProtectionDomain().getCodeSource().getLocation().toString());
  }

  @Override
  public Integer call() {
    throw new InvalidInputException(
        "simulate needs " + jar + ", which is missing; it is part of the distribution");
  }
}
