package app.rostrum.desktop.services;

import app.rostrum.files.PrivateFile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps settings in one properties file, which is read on first use and replaced by each change.
 */
public final class FilePreferences implements PreferenceStore {
  private static final Logger log = LoggerFactory.getLogger(FilePreferences.class);

  private final Path file;
  private final Properties values = new Properties();
  private boolean read;

  public FilePreferences(Path file) {
    this.file = file;
  }

  @Override
  public synchronized Optional<String> get(String key) {
    readOnce();
    return Optional.ofNullable(values.getProperty(key));
  }

  @Override
  public synchronized void put(String key, String value) {
    readOnce();
    if (value.equals(values.setProperty(key, value))) {
      return;
    }
    try {
      var text = new StringWriter();
      values.store(text, "Rostrum");
      new PrivateFile(file).write(text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.warn("settings are lost when the program ends: {}", e.toString());
    }
  }

  private void readOnce() {
    if (read) {
      return;
    }
    read = true;
    if (!Files.isReadable(file)) {
      return;
    }
    try (Reader in = Files.newBufferedReader(file)) {
      values.load(in);
    } catch (IOException | IllegalArgumentException e) {
      log.warn("settings cannot be read, starting with none: {}", e.toString());
    }
  }
}
