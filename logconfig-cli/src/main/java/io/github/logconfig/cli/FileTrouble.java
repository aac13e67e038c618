package io.github.logconfig.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What is the matter with a file, as the end of a sentence about it. */
final class FileTrouble {

  private FileTrouble() {}

  static String of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "may not be accessed (permission denied)";
    }
    if (e instanceof NotDirectoryException) {
      return "is in a place that is no directory";
    }
    if (e instanceof CharacterCodingException) {
      return "is not UTF-8 text";
    }
    String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    return "cannot be used: " + (reason == null ? e.getClass().getSimpleName() : reason);
  }
}
