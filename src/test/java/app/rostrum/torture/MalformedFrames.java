package app.rostrum.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** WebSocket frames that RFC 6455 forbids, and messages longer than a stranger's may be. */
final class MalformedFrames implements Attack {
  private static final byte[] MASK = {0, 0, 0, 0};
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int PING = 0x89;

  @Override
  public String name() {
    return "malformed WebSocket frames";
  }

  @Override
  public String run(AttackedServer server) throws Exception {
    int times = server.times(5, 60);
    var opened = new ArrayList<Socket>();
    try (var sockets = new RawSockets(server)) {
      for (int i = 0; i < times; i++) {
        for (String path : List.of("/signaling", "/v3/wsconnect")) {
          for (byte[] frames : forbidden()) {
            Socket socket = sockets.webSocket(path, i);
            assertThat(RawSockets.status(socket)).isEqualTo(101);
            send(socket, frames);
            opened.add(socket);
          }
        }
      }
      server.letNewcomersIn();
      for (Socket socket : opened) {
        RawSockets.awaitEnd(socket);
      }
    }
    return opened.size() + " connections, all ended by the server";
  }

  private static void send(Socket socket, byte[] frames) {
    try {
      socket.getOutputStream().write(frames);
    } catch (IOException ended) {
      // The server may hang up at the first of them.
    }
  }

  private static List<byte[]> forbidden() {
    return List.of(
        new byte[] {(byte) TEXT, 2, '{', '}'}, // Not masked.
        frame(0xF1, 2, "{}"), // Reserved bits.
        frame(0x83, 2, "{}"), // A reserved opcode.
        frame(0x80, 2, "{}"), // Continues nothing.
        frame(0x09, 2, "{}"), // A ping in fragments.
        frame(PING, 200, "x".repeat(200)),
        frame(TEXT, -1, ""), // 2^64 - 1 bytes.
        frame(TEXT, Long.MAX_VALUE, "{}"),
        frame(TEXT, 2, "\u00FF\u00FE"), // No UTF-8.
        frame(TEXT, 20_000, "x".repeat(20_000)), // Longer than strangers may say.
        frame(BINARY, 20_000, "x".repeat(20_000)));
  }

  private static byte[] frame(int first, long length, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(14 + bytes.length)
        .put((byte) first)
        .put((byte) (0x80 | 127))
        .putLong(length)
        .put(MASK)
        .put(bytes)
        .array();
  }
}
