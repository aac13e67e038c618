package io.github.logconfig.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Standard output in UTF-8, which remembers why a result did not get out. */
final class StandardOutput extends OutputStream {

  /** Whoever reads has seen enough, or there is nobody who wants to read: no failure of ours. */
  private static final Set<String> NOBODY_READS = Set.of("Broken pipe", "Bad file descriptor");

  private final OutputStream file;
  private @Nullable IOException failure;

  StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  StandardOutput(OutputStream file) {
    this.file = file;
  }

  PrintWriter writer() {
    return new PrintWriter(
        new OutputStreamWriter(new BufferedOutputStream(this), StandardCharsets.UTF_8));
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      file.write(bytes, from, count);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  /** Why the result did not get out; empty if it did, or if nobody wanted it. */
  Optional<String> failure() {
    return Optional.ofNullable(failure)
        .map(IOException::getMessage)
        .filter(message -> !NOBODY_READS.contains(message));
  }
}
