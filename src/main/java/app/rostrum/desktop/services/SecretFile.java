package app.rostrum.desktop.services;

import app.rostrum.files.OwnerOnly;
import app.rostrum.files.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** Keeps a few secrets in a file that only its owner can read, and that goes with the last one. */
final class SecretFile {
  private static final int LARGEST = 16 * 1024;

  private final Path file;

  SecretFile(Path file) {
    this.file = file;
  }

  synchronized Optional<String> read(String key) throws IOException {
    return Optional.ofNullable(all().getProperty(key));
  }

  synchronized void write(String key, String value) throws IOException {
    Properties secrets = all();
    secrets.setProperty(key, value);
    write(secrets);
  }

  synchronized void forget(String key) throws IOException {
    Properties secrets = all();
    if (secrets.remove(key) == null) {
      return;
    }
    if (secrets.isEmpty()) {
      Files.deleteIfExists(file);
    } else {
      write(secrets);
    }
  }

  private void write(Properties secrets) throws IOException {
    var text = new StringWriter();
    secrets.store(text, "Rostrum");
    byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
    if (content.length > LARGEST) {
      throw new IOException("too much to be kept");
    }
    new PrivateFile(file).write(content);
  }

  /** Reads the file. One that is damaged counts as empty: the person types the passcode again. */
  private Properties all() throws IOException {
    var secrets = new Properties();
    OwnerOnly.restrict(file);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST + 1);
      if (content.length <= LARGEST) {
        secrets.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
      }
    } catch (NoSuchFileException e) {
      return secrets;
    } catch (IllegalArgumentException e) {
      return new Properties();
    }
    return secrets;
  }
}
