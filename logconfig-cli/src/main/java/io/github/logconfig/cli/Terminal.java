package io.github.logconfig.cli;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The person at the terminal, if there is one. */
final class Terminal {

  private Terminal() {}

  /** Whether results go to a terminal. */
  static boolean showsOutput() {
    return isTerminal(1);
  }

  /** Whether messages go to a terminal. */
  static boolean showsMessages() {
    return isTerminal(2);
  }

  /**
   * Asks, and tells whether the answer is yes. Where nobody can be asked, the command line itself
   * is the answer.
   */
  @SuppressWarnings("SystemConsoleNull") // it does on Java 17; isTerminal covers later ones
  static boolean confirms(String question) {
    Console console = System.console();
    if (!isTerminal(console) || console == null) {
      return true;
    }
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }

  /**
   * Java knows only whether input and output both are terminals. Linux tells of each; elsewhere
   * that has to do.
   */
  @SuppressWarnings("SystemConsoleNull") // it does on Java 17; isTerminal covers later ones
  private static boolean isTerminal(int stream) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd", "" + stream)).toString();
      if (target.startsWith("/dev/pts/") || target.startsWith("/dev/tty")) {
        return true;
      }
      if (target.contains(":") || Files.isRegularFile(Path.of(target))) {
        return false;
      }
    } catch (IOException | UnsupportedOperationException e) {
      // no such thing here
    }
    return isTerminal(System.console());
  }

  /** From Java 22 on there is a console even where input or output is no terminal. */
  @SuppressWarnings("SystemConsoleNull") // it does on Java 17; isTerminal covers later ones
  private static boolean isTerminal(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      @Nullable Object terminal = Console.class.getMethod("isTerminal").invoke(console);
      return Boolean.TRUE.equals(terminal);
    } catch (NoSuchMethodException olderJava) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
