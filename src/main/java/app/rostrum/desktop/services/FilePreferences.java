package app.rostrum.desktop.services;

import app.rostrum.files.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps settings in one properties file, a line for each. A damaged line is lost alone. Each change
 * replaces the file, after what another window of the app has changed in it was read.
 */
public final class FilePreferences implements PreferenceStore {
  private static final Logger log = LoggerFactory.getLogger(FilePreferences.class);

  /** The size in bytes of a file that is read; longer ones are not ours. */
  private static final int LARGEST = 256 * 1024;

  private static final int MOST_SETTINGS = 200;

  private final Path file;
  private final Map<String, String> values = new HashMap<>();

  /** Changes that could not be written so far. */
  private final Map<String, String> unwritten = new HashMap<>();

  private boolean read;

  public FilePreferences(Path file) {
    this.file = file;
  }

  @Override
  public synchronized Optional<String> get(String key) {
    readOnce();
    return Optional.ofNullable(values.get(key));
  }

  @Override
  public synchronized void put(String key, String value) {
    if (key.length() > LONGEST || value.length() > LONGEST) {
      throw new IllegalArgumentException("a setting of " + value.length() + " characters");
    }
    readOnce();
    if (value.equals(values.put(key, value))) {
      return;
    }
    unwritten.put(key, value);
    Map<String, String> together = readFile();
    together.putAll(unwritten);
    values.putAll(together);
    try {
      var lines = new Properties();
      lines.putAll(together);
      var text = new StringWriter();
      lines.store(text, "Rostrum");
      new PrivateFile(file).write(text.toString().getBytes(StandardCharsets.UTF_8));
      unwritten.clear();
    } catch (IOException e) {
      log.warn("settings are lost when the program ends: {}", e.toString());
    }
  }

  private void readOnce() {
    if (!read) {
      read = true;
      values.putAll(readFile());
    }
  }

  private Map<String, String> readFile() {
    var found = new HashMap<String, String>();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST + 1);
      if (content.length > LARGEST) {
        log.warn("settings are too large to be read, starting with none");
        return found;
      }
      new String(content, StandardCharsets.UTF_8)
          .lines()
          .limit(LARGEST)
          .forEach(line -> readLine(line, found));
    } catch (NoSuchFileException e) {
      log.debug("there are no settings yet");
    } catch (IOException e) {
      log.warn("settings cannot be read, starting with none: {}", e.toString());
    }
    return found;
  }

  /** Reads a line on its own, so that a damaged one harms no other. */
  private static void readLine(String line, Map<String, String> found) {
    var entry = new Properties();
    try {
      entry.load(new StringReader(line));
    } catch (IOException | IllegalArgumentException e) {
      log.warn("a setting is damaged and was left out");
      return;
    }
    for (String key : entry.stringPropertyNames()) {
      String value = entry.getProperty(key);
      if (key.length() <= LONGEST
          && value.length() <= LONGEST
          && found.size() < MOST_SETTINGS
          && (key + value).indexOf('\uFFFD') < 0) {
        found.put(key, value);
      }
    }
  }
}
