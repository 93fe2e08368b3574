package app.rostrum.hosting;

import app.rostrum.files.PrivateFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that keeps what a host needs to return. A file that cannot be read, or is not one of
 * ours, counts as none and is left alone.
 */
final class HostingFile {
  private static final Logger LOG = LoggerFactory.getLogger(HostingFile.class);
  private static final int LARGEST = 64 * 1024;

  /**
   * A hosted stream.
   *
   * @param backend the backend's address, or the word for one in this program
   */
  record Kept(String backend, String streamName, String roomSid, String identity, String token) {
    /** Leaves out the token. */
    @Override
    public String toString() {
      return "Kept[" + roomSid + "]";
    }
  }

  private final Path file;

  HostingFile(Path file) {
    this.file = file;
  }

  synchronized Optional<Kept> read() {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST + 1);
      if (content.length > LARGEST) {
        return Optional.empty();
      }
      var values = new Properties();
      values.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
      var kept =
          new Kept(
              values.getProperty("backend", ""),
              values.getProperty("stream", ""),
              values.getProperty("room", ""),
              values.getProperty("identity", ""),
              values.getProperty("token", ""));
      return kept.roomSid().isEmpty() || kept.token().isEmpty()
          ? Optional.empty()
          : Optional.of(kept);
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("what was kept of a hosted stream cannot be read: {}", e.toString());
      return Optional.empty();
    }
  }

  synchronized void write(Kept kept) {
    var values = new Properties();
    values.setProperty("backend", kept.backend());
    values.setProperty("stream", kept.streamName());
    values.setProperty("room", kept.roomSid());
    values.setProperty("identity", kept.identity());
    values.setProperty("token", kept.token());
    try {
      var text = new StringWriter();
      values.store(text, "The stream that is hosted now; deleted at its end");
      new PrivateFile(file).write(text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("after a crash the host cannot return by itself: {}", e.toString());
    }
  }

  /** Deletes what is kept, whatever it is. */
  synchronized void forget() {
    read().ifPresent(this::forget);
  }

  /** Deletes what is kept if it is this: another run of the program may have written since. */
  synchronized void forget(Kept kept) {
    try {
      if (read().filter(kept::equals).isPresent()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOG.warn("what was kept of a hosted stream cannot be deleted: {}", e.toString());
    }
  }
}
