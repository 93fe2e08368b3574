package app.rostrum.doctor;

import app.rostrum.wire.rtp.FrameReader;
import app.rostrum.wire.stun.StunAttribute;
import app.rostrum.wire.stun.StunException;
import app.rostrum.wire.stun.StunMessage;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Asks a port whether sound gets through, as a stranger: by a plain STUN request (RFC 8489), in a
 * datagram or in a frame of RFC 4571. A server answers none that is shorter than its answer, so the
 * request is padded. Blocks.
 */
final class SoundProbe {
  private static final int SOFTWARE = 0x8022;
  private static final int SOFTWARE_LENGTH = 48;

  /** The times to wait for an answer before the request is sent again. */
  private static final int[] WAITS_MILLIS = {250, 500, 1000, 2000};

  private static final int CONNECT_MILLIS = 5000;
  private static final int READ_MILLIS = 5000;

  private final byte[] transactionId = new byte[12];

  SoundProbe() {
    RandomGenerator.getDefault().nextBytes(transactionId);
  }

  private byte[] request() {
    byte[] software =
        Arrays.copyOf("rostrum doctor".getBytes(StandardCharsets.US_ASCII), SOFTWARE_LENGTH);
    Arrays.fill(software, "rostrum doctor".length(), SOFTWARE_LENGTH, (byte) ' ');
    return new StunMessage(
            StunMessage.Kind.REQUEST,
            transactionId,
            List.of(new StunAttribute.Other(SOFTWARE, software)))
        .write(null);
  }

  private boolean answers(byte[] data, int length) {
    try {
      StunMessage message = StunMessage.parse(data, 0, length);
      return message.kind() == StunMessage.Kind.SUCCESS
          && Arrays.equals(message.transactionId(), transactionId);
    } catch (StunException e) {
      return false;
    }
  }

  /** Asks by UDP, four times within four seconds. */
  Reached udp(InetSocketAddress port) {
    byte[] request = request();
    var answer = new DatagramPacket(new byte[StunMessage.MAX_LENGTH], StunMessage.MAX_LENGTH);
    try (var socket = new DatagramSocket()) {
      socket.connect(port);
      for (int wait : WAITS_MILLIS) {
        socket.send(new DatagramPacket(request, request.length));
        long until = System.nanoTime() + wait * 1_000_000L;
        for (int left = wait; left > 0; left = (int) ((until - System.nanoTime()) / 1_000_000)) {
          socket.setSoTimeout(left);
          try {
            socket.receive(answer);
          } catch (SocketTimeoutException e) {
            break;
          }
          if (answers(answer.getData(), answer.getLength())) {
            return Reached.YES;
          }
        }
      }
      return Reached.SILENT;
    } catch (PortUnreachableException e) {
      return Reached.REFUSED;
    } catch (IOException e) {
      return Reached.of(e);
    }
  }

  /** Asks by TCP. */
  Reached tcp(InetSocketAddress port) {
    byte[] request = request();
    try (var socket = new Socket()) {
      socket.connect(port, CONNECT_MILLIS);
      socket.setSoTimeout(READ_MILLIS);
      socket
          .getOutputStream()
          .write(
              ByteBuffer.allocate(FrameReader.PREFIX + request.length)
                  .putShort((short) request.length)
                  .put(request)
                  .array());
      var in = new DataInputStream(socket.getInputStream());
      int length = in.readUnsignedShort();
      byte[] answer = in.readNBytes(Math.min(length, StunMessage.MAX_LENGTH));
      return answers(answer, answer.length) ? Reached.YES : Reached.OTHER;
    } catch (EOFException e) {
      return Reached.OTHER;
    } catch (IOException e) {
      return Reached.of(e);
    }
  }
}
