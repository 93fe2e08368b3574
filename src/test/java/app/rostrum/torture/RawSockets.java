package app.rostrum.torture;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** TCP connections to a server over which anything can be sent; closed together. */
final class RawSockets implements AutoCloseable {
  private static final int LIMIT_MILLIS = 60_000;

  private final int port;
  private final List<Socket> open = new ArrayList<>();

  RawSockets(AttackedServer server) {
    port = server.port();
  }

  /** Returns the lines of a request's head that come from an address of the attacker's. */
  static String headers(int address) {
    return String.format(
        Locale.ROOT,
        "Host: localhost\r\nX-Forwarded-For: 198.18.%d.%d\r\n",
        address / 256 % 256,
        address % 256);
  }

  /** Connects and sends. */
  Socket send(String head, byte... body) throws IOException {
    var socket = new Socket();
    open.add(socket);
    socket.connect(new InetSocketAddress("127.0.0.1", port), LIMIT_MILLIS);
    socket.setSoTimeout(LIMIT_MILLIS);
    try {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
    } catch (IOException refused) {
      // The server has hung up before it had read so much.
    }
    return socket;
  }

  /** Asks for a WebSocket; the answer is still to be read. */
  Socket webSocket(String path, int address) throws IOException {
    return send(
        "GET "
            + path
            + " HTTP/1.1\r\n"
            + headers(address)
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  }

  /** Returns the status of an answer; 0 if the server hung up without one. */
  static int status(Socket socket) {
    try {
      byte[] start = socket.getInputStream().readNBytes(12);
      return start.length < 12
          ? 0
          : Integer.parseInt(new String(start, 9, 3, StandardCharsets.ISO_8859_1));
    } catch (IOException reset) {
      return 0;
    }
  }

  /** Waits until the server has hung up. */
  static void awaitEnd(Socket socket) throws IOException {
    try {
      InputStream in = socket.getInputStream();
      in.skipNBytes(Long.MAX_VALUE);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server did not hang up", e);
    } catch (IOException ended) {
      // The end, orderly or not.
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }
}
