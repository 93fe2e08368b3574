package app.rostrum.torture;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;

/** Datagrams of random bytes at the media port; most begin like STUN, DTLS or SRTP (RFC 7983). */
final class JunkDatagrams implements Attack {
  private static final byte[] FIRST_BYTES = {0, 1, 20, 22, 23, (byte) 128, (byte) 129, (byte) 200};
  private static final int PER_FRAME = 60;
  private static final int SOCKETS = 20;
  private static final int STUN_COOKIE = 0x2112A442;

  private final Random random = new Random(9);

  @Override
  public String name() {
    return "junk at the media port";
  }

  @Override
  public String run(AttackedServer server) throws Exception {
    int frames = server.times(100, 1000);
    for (int begun = 0; begun < frames; begun += frames / SOCKETS) {
      try (var socket = new DatagramSocket()) {
        socket.connect(InetAddress.ofLiteral("127.0.0.1"), server.port());
        for (int frame = 0; frame < frames / SOCKETS; frame++) {
          for (int i = 0; i < PER_FRAME; i++) {
            byte[] junk = junk(i);
            socket.send(new DatagramPacket(junk, junk.length));
          }
          server.awaitFrames(1);
        }
      }
    }
    server.letNewcomersIn();
    return frames * PER_FRAME + " datagrams from " + SOCKETS + " ports, 3,000 a second";
  }

  private byte[] junk(int number) {
    byte[] bytes = new byte[1 + random.nextInt(1400)];
    random.nextBytes(bytes);
    switch (number % 4) {
      case 0 -> bytes[0] = FIRST_BYTES[random.nextInt(FIRST_BYTES.length)];
      case 1 -> {
        if (bytes.length >= 20) {
          // A binding request up to its attributes.
          int length = bytes.length - 20 & ~3;
          ByteBuffer.wrap(bytes).putShort((short) 1).putShort((short) length).putInt(STUN_COOKIE);
        }
      }
      case 2 -> {
        if (bytes.length >= 13) {
          // A record of a DTLS handshake.
          ByteBuffer.wrap(bytes).put((byte) 22).putShort((short) 0xFEFD).putShort((short) 0);
        }
      }
      default -> {}
    }
    return bytes;
  }
}
