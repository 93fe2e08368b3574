package app.rostrum.backend;

import app.rostrum.files.PrivateFile;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of the backends that run on this machine, by which a second app finds the backend of
 * a first one by its passcode alone. Only its owner can read it; each backend has a file there.
 */
public final class LocalBackends {
  private static final Logger LOG = LoggerFactory.getLogger(LocalBackends.class);
  private static final int MAX_FILE = 4096;
  private static final int CONNECT_MILLIS = 500;
  private static final Gson GSON = new Gson();

  private final Path directory;

  /** The announcement of a backend; closing it withdraws the announcement. */
  public interface Announcement extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param directory in the user's own state; created with the first announcement
   */
  public LocalBackends(Path directory) {
    this.directory = directory;
  }

  /**
   * Announces the backend of this passcode to other apps of this user.
   *
   * @throws IOException if the announcement cannot be written
   */
  public Announcement announce(Passcode passcode, Place place) throws IOException {
    var entry = new JsonObject();
    entry.addProperty("url", place.address().toString());
    place.fingerprint().ifPresent(print -> entry.addProperty("fingerprint", print.text()));
    entry.addProperty("pid", ProcessHandle.current().pid());
    byte[] content = GSON.toJson(entry).getBytes(StandardCharsets.UTF_8);
    var file = new PrivateFile(file(passcode));
    file.write(content);
    return file::close;
  }

  /** Returns the place of the backend of this passcode, if it runs on this machine. */
  public Optional<Place> find(Passcode passcode) {
    return read(file(passcode))
        .filter(entry -> isAlive(entry.pid()))
        .map(Entry::place)
        .filter(place -> answers(place.address()));
  }

  /**
   * The place at which programs of this machine find a backend.
   *
   * @param fingerprint the key that it has there, if it speaks TLS: its certificate names others
   */
  public record Place(URI address, Optional<Fingerprint> fingerprint) {}

  private record Entry(Place place, long pid) {}

  private Path file(Passcode passcode) {
    return directory.resolve(passcode.applicationId() + "-" + passcode.serverlessId() + ".json");
  }

  private static Optional<Entry> read(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MAX_FILE), StandardCharsets.UTF_8);
      if (JsonParser.parseString(text) instanceof JsonObject entry
          && entry.has("pid")
          && entry.get("pid").isJsonPrimitive()) {
        long pid = entry.get("pid").getAsLong();
        Optional<Fingerprint> print = Fingerprint.parse(Answers.text(entry, "fingerprint"));
        return WebAddress.parseBase(Answers.text(entry, "url"))
            .map(url -> new Entry(new Place(url, print), pid));
      }
    } catch (IOException | JsonParseException | NumberFormatException e) {
      LOG.debug("the announcement {} cannot be read", file, e);
    }
    return Optional.empty();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static boolean answers(URI address) {
    int port = address.getPort();
    if (port < 0) {
      port = "https".equals(address.getScheme()) ? 443 : 80;
    }
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(WebAddress.host(address), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      LOG.debug("no answer at the announced address {}", address, e);
      return false;
    }
  }
}
