package app.rostrum.host;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdminSocketTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  @TempDir Path data;
  private final AtomicInteger answered = new AtomicInteger();

  private AdminSocket open(Duration patience) throws IOException {
    return AdminSocket.open(
        data,
        line -> {
          answered.incrementAndGet();
          return "heard " + line;
        },
        patience);
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(AdminAddress.of(data));
    return channel;
  }

  private static void send(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String receive(SocketChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    while (channel.read(bytes) >= 0) {
      // Until the server closes.
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  private String ask(String line) throws IOException {
    try (SocketChannel channel = connect()) {
      send(channel, line + "\n");
      return receive(channel);
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aLineIsAnsweredByALine() throws Exception {
    try (var _ = open(LONG)) {
      assertThat(ask("a")).isEqualTo("heard a\n");
      assertThat(ask("b\nignored")).isEqualTo("heard b\n");
    }
    assertThat(AdminAddress.usual(data)).doesNotExist();
    assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
  }

  @Test
  void onlyTheOwnerCanEnterTheFolderEvenIfItWasOpen() throws Exception {
    Path folder = Files.createDirectory(AdminAddress.folder(data));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (var _ = open(LONG)) {
      assertThat(mode(folder)).isEqualTo("rwx------");
      assertThat(mode(AdminAddress.usual(data))).isEqualTo("rw-------");
    }
  }

  @Test
  void rootAndTheOwnerAreTheOperatorAndNobodyElse() {
    assertThat(AdminSocket.isOperator("rostrum", "rostrum")).isTrue();
    assertThat(AdminSocket.isOperator("root", "rostrum")).isTrue();
    assertThat(AdminSocket.isOperator("nobody", "rostrum")).isFalse();
    assertThat(AdminSocket.isOperator("nobody", "root")).isFalse();
  }

  @Test
  void aLineThatIsTooLongIsNotAnswered() throws Exception {
    try (var _ = open(LONG);
        SocketChannel channel = connect()) {
      send(channel, "x".repeat(AdminSocket.LONGEST_REQUEST));
      assertThat(receive(channel)).isEmpty();
      assertThat(answered).hasValue(0);
      assertThat(ask("after it")).isEqualTo("heard after it\n");
    }
  }

  @Test
  void thoseWhoSayNothingAreCutOffAndTheOthersServed() throws Exception {
    try (var _ = open(Duration.ofMillis(100))) {
      var idle = new ArrayList<SocketChannel>();
      for (int i = 0; i < 3 * AdminSocket.CONNECTIONS; i++) {
        SocketChannel channel = connect();
        send(channel, "half a line");
        idle.add(channel);
      }
      assertThat(ask("in the end")).isEqualTo("heard in the end\n");
      for (SocketChannel channel : idle) {
        channel.close();
      }
      assertThat(answered).hasValue(1);
    }
  }

  @Test
  void thoseWhoLeaveAtOnceTakeNoPlace() throws Exception {
    try (var _ = open(LONG)) {
      for (int i = 0; i < 5 * AdminSocket.CONNECTIONS; i++) {
        connect().close();
      }
      assertThat(ask("still there")).isEqualTo("heard still there\n");
    }
  }

  @Test
  void theSocketOfAProcessThatWasKilledIsReplaced() throws Exception {
    Files.createDirectory(AdminAddress.folder(data));
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(AdminAddress.usual(data)));
    }
    assertThat(AdminAddress.usual(data)).exists();
    assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    try (var _ = open(LONG)) {
      assertThat(ask("a")).isEqualTo("heard a\n");
    }
  }

  @Test
  void aPathThatIsTooLongForASocketLeadsElsewhere() throws Exception {
    data = Files.createDirectories(data.resolve("long".repeat(30)));
    Path socket;
    try (var _ = open(LONG)) {
      socket = AdminAddress.of(data).getPath();
      assertThat(AdminAddress.fits(socket)).isTrue();
      assertThat(mode(requireNonNull(socket.getParent()))).isEqualTo("rwx------");
      assertThat(ask("a")).isEqualTo("heard a\n");
    }
    assertThat(List.of(socket, socket.getParent())).noneMatch(Files::exists);
  }
}
