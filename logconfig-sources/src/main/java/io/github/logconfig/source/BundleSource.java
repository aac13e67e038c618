package io.github.logconfig.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceRevision;
import io.github.logconfig.source.internal.appinterface.AppInterfaceParser;
import io.github.logconfig.source.internal.appinterface.BundleReader;
import io.github.logconfig.source.internal.appinterface.DataFiles;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * Desired state in a bundle of app-interface data: the {@code data.json} of a qontract-server.
 *
 * <p>The documents below {@code data} have the same meaning as the files of an {@link
 * AppInterfaceDirectorySource}. The bundle is streamed: memory depends on the number of clusters
 * and namespaces, not on the size of the bundle. The {@linkplain LoadedState#revision revision} is
 * its SHA-256 digest and git commit.
 *
 * <p>A bundle that cannot be read to its end gives no desired state. Limits: 2 GiB, nested 200
 * deep.
 *
 * <p><b>Thread safety:</b> immutable; every {@link #load} reads the file again.
 *
 * @since 0.1.0
 */
public final class BundleSource implements AppInterfaceSource {

  /** Magic number of gzip. */
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  private final Path file;
  private final String integration;

  /**
   * Creates a source for a bundle.
   *
   * @param file the bundle; need not exist yet
   */
  public BundleSource(Path file) {
    this(file, AppInterfaceDirectorySource.DEFAULT_INTEGRATION);
  }

  /**
   * Creates a source for a bundle and an integration with another name.
   *
   * @param file the bundle; need not exist yet
   * @param integration clusters whose {@code disable.integrations} contains this name are skipped
   */
  public BundleSource(Path file, String integration) {
    this.file = Objects.requireNonNull(file, "file");
    this.integration = Objects.requireNonNull(integration, "integration");
  }

  @Override
  public BundleSource withIntegration(String other) {
    return new BundleSource(file, other);
  }

  @Override
  public LoadedState load() {
    Problems problems = new Problems();
    SourceLocation location = YamlFile.location(file);
    MessageDigest digest = sha256();
    BundleReader reader = new BundleReader(problems);
    DataFiles files = new DataFiles();
    try (InputStream stream =
        new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), digest)) {
      files = reader.read(stream, location);
      stream.transferTo(OutputStream.nullOutputStream());
    } catch (JsonEOFException e) {
      problems.add(location, "the bundle is truncated: it ends in the middle of the JSON document");
    } catch (StreamConstraintsException e) {
      problems.add(
          location,
          "the bundle is too large or too deep: " + Problems.oneLine(e.getOriginalMessage()));
    } catch (JsonProcessingException e) {
      problems.add(location, invalidJson(e));
    } catch (NoSuchFileException e) {
      problems.add(location, "the file does not exist");
    } catch (AccessDeniedException e) {
      problems.add(location, "the file cannot be read: permission denied");
    } catch (IOException e) {
      problems.add(
          location, "the file cannot be read: " + Problems.oneLine(String.valueOf(e.getMessage())));
    }
    return new AppInterfaceParser(files, integration, problems)
        .read(location)
        .withRevision(
            new SourceRevision(
                Optional.of(HexFormat.of().formatHex(digest.digest())),
                reader.gitCommit(),
                reader.committed()));
  }

  private String invalidJson(JsonProcessingException failure) {
    if (isGzip()) {
      return "the bundle is compressed; unpack it first: gunzip FILE.json.gz";
    }
    return "invalid JSON at byte "
        + failure.getLocation().getByteOffset()
        + ": "
        + Problems.oneLine(failure.getOriginalMessage());
  }

  private boolean isGzip() {
    try (InputStream stream = Files.newInputStream(file)) {
      return Arrays.equals(stream.readNBytes(2), GZIP);
    } catch (IOException e) {
      return false;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
