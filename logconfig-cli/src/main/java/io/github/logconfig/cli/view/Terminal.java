package io.github.logconfig.cli.view;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Detects terminals and asks questions on them. */
public final class Terminal {

  private Terminal() {}

  /** Returns whether standard output is a terminal. */
  public static boolean showsOutput() {
    return isTerminal(1);
  }

  /** Returns whether standard error is a terminal. */
  public static boolean showsMessages() {
    return isTerminal(2);
  }

  /** Returns whether a question can be asked: standard input and output are a terminal. */
  public static boolean canAsk() {
    return isTerminal(System.console());
  }

  /** Asks a question on the terminal and returns whether the answer is yes. */
  @SuppressWarnings("SystemConsoleNull") // null without a terminal on Java 17 to 21
  public static boolean confirms(String question) {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }

  /**
   * Linux has the target of each stream. Elsewhere, Java has only one answer for input and output
   * together.
   */
  @SuppressWarnings("SystemConsoleNull") // null without a terminal on Java 17 to 21
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
      // not Linux
    }
    return isTerminal(System.console());
  }

  /** Since Java 22 there is a console even if input or output is not a terminal. */
  @SuppressWarnings("SystemConsoleNull") // null without a terminal on Java 17 to 21
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
