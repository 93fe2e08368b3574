package app.rostrum.rtc;

import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.rtc.stats.LegLoss;
import app.rostrum.rtc.stats.NtpTime;
import app.rostrum.rtc.stats.SentPackets;
import app.rostrum.rtc.stats.StreamClock;
import app.rostrum.wire.rtcp.ReportBlock;
import app.rostrum.wire.rtcp.RtcpPacket;
import app.rostrum.wire.rtp.RtpExtensions;
import app.rostrum.wire.rtp.RtpHeader;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One stream that this end sends. Its fields are guarded by the transport's send lock. */
final class RtpSender {
  /** How a section's packets are labelled, as the last exchange has it. */
  record Labels(List<Payload> payloads, RtpExtensions extensions, byte[] mid) {
    /** -1 if the other end does not take it. */
    int payloadType(Codec codec) {
      return Payload.typeOf(payloads, codec);
    }

    /** Whether the other end may ask for lost packets. */
    boolean mends() {
      return Payload.anySays(payloads, Payload.Kind.NACK);
    }
  }

  private static final int LONGEST_FRAME = 1400;

  /** More than a second of sound, and of pictures at 2.5 Mbit/s nearly so. */
  private static final int SOUND_HISTORY = 64;

  private static final int PICTURE_HISTORY = 256;

  private final Transport transport;
  private final MediaKind kind;
  private final int clockRate;
  private final long ssrc;
  private int sequenceNumber;

  private long sourceSsrc = -1;
  private int sequenceOffset;
  private long timestampOffset;

  private long packets;
  private long octets;
  private long lastTimestamp;
  private int lastSequenceNumber;
  private long lastSentAt;
  private @Nullable Labels cachedLabels;
  private @Nullable Codec cachedCodec;
  private int cachedType;
  private @Nullable SentPackets history;
  private long resent;
  private @Nullable RtpTransceiver source;
  private final LegLoss loss = new LegLoss();

  RtpSender(Transport transport, MediaKind kind, RandomGenerator random) {
    this.transport = transport;
    this.kind = kind;
    this.clockRate = kind.clockRate();
    this.ssrc = random.nextInt() & 0xFFFFFFFFL;
    // The upper half stays free, so that loss of the first packets cannot hide a wrap (RFC 3711,
    // section 3.3.1).
    this.sequenceNumber = random.nextInt(1 << 15);
  }

  long ssrc() {
    return ssrc;
  }

  boolean send(
      Labels labels,
      byte[] frame,
      int length,
      long timestamp,
      boolean marker,
      int audioLevel,
      int[] csrcs,
      byte[] csrcLevels) {
    if (length > LONGEST_FRAME) {
      return false;
    }
    synchronized (transport.sendLock()) {
      int type = payloadType(labels, Codec.OPUS);
      if (type < 0) {
        return false;
      }
      byte[] out = transport.buffer();
      int header =
          RtpHeader.write(
              out,
              0,
              type,
              marker,
              sequenceNumber,
              timestamp,
              ssrc,
              csrcs,
              audioLevel,
              audioLevel >= 0 && audioLevel < 127,
              csrcLevels,
              labels.mid(),
              labels.extensions());
      System.arraycopy(frame, 0, out, header, length);
      int number = sequenceNumber;
      sequenceNumber = (sequenceNumber + 1) & 0xFFFF;
      sourceSsrc = -1;
      return transport.sendRtp(header + length) && sent(number, timestamp, length, true);
    }
  }

  /** The labels and the codec are the same from packet to packet, as a rule. */
  private int payloadType(Labels labels, Codec codec) {
    if (labels != cachedLabels || !codec.equals(cachedCodec)) {
      cachedLabels = labels;
      cachedCodec = codec;
      cachedType = labels.payloadType(codec);
      if (labels.mends()) {
        keepHistory();
      }
    }
    return cachedType;
  }

  private SentPackets keepHistory() {
    SentPackets kept = history;
    if (kept == null) {
      kept = new SentPackets(kind == MediaKind.AUDIO ? SOUND_HISTORY : PICTURE_HISTORY);
      history = kept;
    }
    return kept;
  }

  /** The other end misses packets. Who asks without having said that it might, is heard too. */
  void onNack(List<Integer> lost, long nanoTime) {
    synchronized (transport.sendLock()) {
      SentPackets kept = keepHistory();
      for (int number : lost) {
        if (kept.sendAgain(number, nanoTime, transport::sendAgain)) {
          resent++;
        }
      }
    }
  }

  /**
   * @param from where the packet was received; null if that is not known
   */
  boolean forward(Labels labels, RtpPacket packet, Codec codec, @Nullable RtpTransceiver from) {
    byte[] payload = packet.payload();
    if (payload.length > LONGEST_FRAME) {
      return false;
    }
    synchronized (transport.sendLock()) {
      int type = payloadType(labels, codec);
      if (type < 0) {
        return false;
      }
      if (sourceSsrc != packet.ssrc()) {
        follow(packet);
      }
      source = from;
      int number = (packet.sequenceNumber() + sequenceOffset) & 0xFFFF;
      long timestamp = (packet.timestamp() + timestampOffset) & 0xFFFFFFFFL;
      byte[] out = transport.buffer();
      int header =
          RtpHeader.write(
              out,
              0,
              type,
              packet.marker(),
              number,
              timestamp,
              ssrc,
              packet.csrcs(),
              packet.audioLevel(),
              packet.voice(),
              packet.csrcLevels(),
              labels.mid(),
              labels.extensions());
      System.arraycopy(payload, 0, out, header, payload.length);
      // What comes late was lost on the way in and mended: it does not turn the numbers back.
      boolean newest = packets == 0 || (short) (number - lastSequenceNumber) > 0;
      if (newest) {
        sequenceNumber = (number + 1) & 0xFFFF;
      }
      return transport.sendRtp(header + payload.length)
          && sent(number, timestamp, payload.length, newest);
    }
  }

  /**
   * A first source keeps its numbers. A later one goes on where the one before left off: under one
   * SSRC a jump would look like loss, and numbers used twice would break the encryption.
   */
  private void follow(RtpPacket packet) {
    boolean first = packets == 0;
    sourceSsrc = packet.ssrc();
    sequenceOffset = first ? 0 : lastSequenceNumber + 1 - packet.sequenceNumber();
    long gap = Math.max(clockRate / 50, ticks(System.nanoTime() - lastSentAt));
    timestampOffset = first ? 0 : lastTimestamp + gap - packet.timestamp();
  }

  private long ticks(long nanos) {
    return nanos / 1000 * (clockRate / 1000) / 1000;
  }

  private boolean sent(int number, long timestamp, int length, boolean newest) {
    if (history != null) {
      PacketBuffer packet = transport.sent();
      history.keep(number, packet.getBuffer(), packet.getOffset(), packet.getLength());
    }
    loss.onSent(number);
    packets++;
    octets += length;
    if (newest) {
      lastTimestamp = timestamp;
      lastSequenceNumber = number;
      lastSentAt = System.nanoTime();
    }
    return true;
  }

  long packets() {
    synchronized (transport.sendLock()) {
      return packets;
    }
  }

  /** Packets that were sent once more because the other end asked. */
  long resent() {
    synchronized (transport.sendLock()) {
      return resent;
    }
  }

  double lossRatio() {
    synchronized (transport.sendLock()) {
      return loss.ratio();
    }
  }

  void onReport(ReportBlock block) {
    synchronized (transport.sendLock()) {
      loss.onReport(block);
    }
  }

  /**
   * The report of now (RFC 3550, section 6.4.1). Of what is forwarded it tells the publisher's own
   * relation of timestamps to time, so that sound and picture of one person stay together.
   */
  RtcpPacket.SenderReport report(NtpTime now, long nanoTime, List<ReportBlock> blocks) {
    synchronized (transport.sendLock()) {
      RtpTransceiver from = source;
      StreamClock clock = from == null || sourceSsrc < 0 ? null : from.clockOf(sourceSsrc);
      long timestamp =
          clock == null
              ? lastTimestamp + ticks(nanoTime - lastSentAt)
              : clock.timestampAt(now.value()) + timestampOffset;
      return new RtcpPacket.SenderReport(
          ssrc,
          now.value(),
          timestamp & 0xFFFFFFFFL,
          packets & 0xFFFFFFFFL,
          octets & 0xFFFFFFFFL,
          blocks);
    }
  }
}
