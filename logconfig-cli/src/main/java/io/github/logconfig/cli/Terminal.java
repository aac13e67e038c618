package io.github.logconfig.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The person at the terminal, if there is one. */
final class Terminal {

  private Terminal() {}

  /**
   * Asks, and tells whether the answer is yes. Where nobody can be asked, the command line itself
   * is the answer.
   */
  @SuppressWarnings("SystemConsoleNull") // it does on Java 17; isTerminal covers later ones
  static boolean confirms(String question) {
    Console console = System.console();
    if (console == null || !isTerminal(console)) {
      return true;
    }
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }

  /** From Java 22 on there is a console even where input or output is no terminal. */
  private static boolean isTerminal(Console console) {
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
