package app.rostrum.admin;

import app.rostrum.cli.TerminalText;
import app.rostrum.host.AdminAddress;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Sends commands to the server that uses a data folder. Blocks. */
final class AdminClient {
  /** The longest answer: the names of all that a server lets in have room in it. */
  private static final int LONGEST_ANSWER = 64 << 20;

  /** Thrown when there is no server to give commands to. */
  static final class NoServerException extends IOException {
    private static final long serialVersionUID = 1;

    NoServerException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Thrown when the server refuses a command; the message is its own. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  private final Path data;

  AdminClient(Path data) {
    this.data = data;
  }

  /**
   * Sends a command and returns its result.
   *
   * @throws NoServerException if no server takes commands there
   * @throws RefusedException if the server refuses it
   */
  JsonObject call(JsonObject command) throws IOException {
    JsonObject answer = parse(exchange(command + "\n"));
    if (answer.has("error")) {
      throw new RefusedException(TerminalText.of(answer.get("error").getAsString()));
    }
    return answer.getAsJsonObject("result");
  }

  private String exchange(String line) throws IOException {
    if (!Files.isDirectory(data)) {
      throw new NoServerException(
          Files.exists(data, LinkOption.NOFOLLOW_LINKS)
              ? ofOtherUser()
              : "there is no data folder " + data + "; name the server's with --data",
          null);
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      try {
        channel.connect(AdminAddress.of(data));
      } catch (AccessDeniedException e) {
        throw e;
      } catch (IOException e) {
        throw new NoServerException(unreachable(), e);
      }
      ByteBuffer request = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (request.hasRemaining()) {
        channel.write(request);
      }
      return read(channel);
    }
  }

  private String ofOtherUser() {
    return "the folder %s belongs to another user; give the command as that user, or as root"
        .formatted(data);
  }

  private String unreachable() {
    if (!Files.isReadable(data)) {
      return ofOtherUser();
    }
    return Files.exists(data.resolve("rostrum.db"))
        ? "no server runs on the data folder " + data
        : "the folder %s is not the data folder of a server; name it with --data".formatted(data);
  }

  private static String read(SocketChannel channel) throws IOException {
    var answer = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    while (channel.read(buffer.clear()) >= 0) {
      answer.write(buffer.array(), 0, buffer.position());
      if (answer.size() > LONGEST_ANSWER) {
        throw new IOException("the server's answer is too long");
      }
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  private static JsonObject parse(String answer) throws IOException {
    try {
      if (JsonParser.parseString(answer) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParseException e) {
      throw new IOException("the server's answer cannot be read", e);
    }
    throw new IOException("the server has not answered; it may be busy or stopping");
  }
}
