package app.rostrum.rtc;

import app.rostrum.rtc.dtls.DtlsIdentity;
import app.rostrum.rtc.dtls.DtlsSession;
import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.rtc.dtls.SrtpSession;
import app.rostrum.rtc.dtls.SrtpSource;
import app.rostrum.rtc.opus.OpusCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pays the cost of first use at the start of a process: classes, keys, compiled code. */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final int HANDSHAKES = 3;
  private static final int PACKETS = 3000;
  private static final int FRAMES = 100;
  private static final byte[] FIRST_RTP_BYTES = {(byte) 0x80, 111};

  private WarmUp() {}

  static void run() {
    long start = System.nanoTime();
    DtlsIdentity identity = DtlsIdentity.ofProcess();
    for (int i = 0; i < HANDSHAKES; i++) {
      Handshake handshake = new Handshake(identity);
      SrtpSession keys = handshake.run();
      if (keys != null && i == 0) {
        protect(keys);
      }
    }
    code();
    LOG.debug("warm after {} ms", (System.nanoTime() - start) / 1_000_000);
  }

  private static void protect(SrtpSession keys) {
    PacketBuffer packet = new PacketBuffer();
    SrtpSource source = keys.source(1);
    for (int i = 0; i < PACKETS; i++) {
      System.arraycopy(FIRST_RTP_BYTES, 0, packet.getBuffer(), 0, 2);
      ByteBuffer.wrap(packet.getBuffer()).putShort(2, (short) i).putInt(8, 1);
      boolean unused = source.protect(packet.reset(160));
    }
  }

  private static void code() {
    OpusCodec.Encoder encoder = new OpusCodec.Encoder(32_000);
    OpusCodec.Decoder decoder = new OpusCodec.Decoder();
    short[] pcm = new short[OpusCodec.FRAME_SAMPLES];
    short[] decoded = new short[6 * OpusCodec.FRAME_SAMPLES];
    byte[] packet = new byte[1275];
    for (int frame = 0; frame < FRAMES; frame++) {
      for (int i = 0; i < pcm.length; i++) {
        pcm[i] = (short) ((i * (frame + 7) % 97) * 100);
      }
      int length = encoder.encode(pcm, 0, packet);
      int unused = decoder.decode(Arrays.copyOf(packet, length), decoded);
    }
  }

  /** Both ends of an association within this process. */
  private static final class Handshake {
    private final CountDownLatch done = new CountDownLatch(2);
    private final DtlsSession client;
    private final DtlsSession server;
    private volatile @Nullable SrtpSession keys;

    Handshake(DtlsIdentity identity) {
      client =
          new DtlsSession(
              DtlsSession.Side.CLIENT, identity, identity.fingerprint(), new Events(true));
      server =
          new DtlsSession(
              DtlsSession.Side.SERVER, identity, identity.fingerprint(), new Events(false));
    }

    @Nullable SrtpSession run() {
      server.start("warm-up");
      client.start("warm-up");
      try {
        boolean unused = done.await(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      client.close();
      server.close();
      return keys;
    }

    private final class Events implements DtlsSession.Events {
      private final boolean isClient;

      Events(boolean isClient) {
        this.isClient = isClient;
      }

      @Override
      public void send(byte[] data, int offset, int length) throws IOException {
        boolean unused = (isClient ? server : client).feed(data, offset, length);
      }

      @Override
      public void onKeys(SrtpSession session) {
        keys = session;
        done.countDown();
      }

      @Override
      public void onFailed(String reason) {
        LOG.warn("warm-up handshake failed: {}", reason);
        done.countDown();
      }

      @Override
      public void onClosedByPeer() {
        // The other half of this object closed first.
      }
    }
  }
}
