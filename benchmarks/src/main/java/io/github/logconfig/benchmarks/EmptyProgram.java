package io.github.logconfig.benchmarks;

/** What the start of Java itself costs. */
public final class EmptyProgram {

  private EmptyProgram() {}

  public static void main(String[] arguments) {}
}
