package app.rostrum.rtc;

import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.rtc.stats.ConnectionLoss;
import app.rostrum.rtc.stats.NtpTime;
import app.rostrum.rtc.stats.SentPackets;
import app.rostrum.rtc.stats.StreamClock;
import app.rostrum.wire.rtcp.ReportBlock;
import app.rostrum.wire.rtcp.RtcpPacket;
import app.rostrum.wire.rtp.RtpExtensions;
import app.rostrum.wire.rtp.RtpHeader;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.List;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An RTP stream that this end sends. Its fields are guarded by the output's lock. */
final class RtpSender {
  /** The payload types and header extensions of a section, as the last exchange agreed. */
  record Labels(List<Payload> payloads, RtpExtensions extensions, byte[] mid) {
    /** Returns the payload type of a codec; -1 if the other end does not take it. */
    int payloadType(Codec codec) {
      return Payload.typeOf(payloads, codec);
    }

    /** Returns whether the other end may ask for lost packets. */
    boolean retransmits() {
      return Payload.anySays(payloads, Payload.Kind.NACK);
    }
  }

  private static final int LONGEST_FRAME = 1400;

  /** More than a second of sound; of pictures at 2.5 Mbit/s nearly a second. */
  private static final int SOUND_HISTORY = 64;

  private static final int PICTURE_HISTORY = 256;

  private final PacketOutput output;
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
  private @Nullable LongFunction<@Nullable StreamClock> sourceClocks;
  private final ConnectionLoss loss = new ConnectionLoss();

  RtpSender(PacketOutput output, MediaKind kind, RandomGenerator random) {
    this.output = output;
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

  /** Sends one Opus frame; returns false if it was not sent. */
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
    synchronized (output.lock()) {
      int type = payloadType(labels, Codec.OPUS);
      if (type < 0) {
        return false;
      }
      byte[] out = output.buffer();
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
      return output.sendRtp(header + length) && sent(number, timestamp, length, true);
    }
  }

  /** Leaves out sequence numbers, which the other end counts as lost. */
  void leaveOut(int packets) {
    synchronized (output.lock()) {
      sequenceNumber = (sequenceNumber + packets) & 0xFFFF;
    }
  }

  /** Looks up a payload type; from packet to packet the answer is mostly the same. */
  private int payloadType(Labels labels, Codec codec) {
    if (labels != cachedLabels || !codec.equals(cachedCodec)) {
      cachedLabels = labels;
      cachedCodec = codec;
      cachedType = labels.payloadType(codec);
      if (labels.retransmits()) {
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

  /** Sends lost packets again, even if the exchange did not agree on NACK. */
  void onNack(List<Integer> lost, long nanoTime) {
    synchronized (output.lock()) {
      SentPackets kept = keepHistory();
      for (int number : lost) {
        if (kept.sendAgain(number, nanoTime, output::sendAgain)) {
          resent++;
        }
      }
    }
  }

  /**
   * Sends a received packet on, under this stream's SSRC.
   *
   * @param clocks the clocks of the section that received it, by SSRC; null if that is not known
   * @return false if it was not sent
   */
  boolean forward(
      Labels labels,
      RtpPacket packet,
      Codec codec,
      @Nullable LongFunction<@Nullable StreamClock> clocks) {
    byte[] payload = packet.payload();
    if (payload.length > LONGEST_FRAME) {
      return false;
    }
    synchronized (output.lock()) {
      int type = payloadType(labels, codec);
      if (type < 0) {
        return false;
      }
      if (sourceSsrc != packet.ssrc()) {
        follow(packet);
      }
      sourceClocks = clocks;
      int number = (packet.sequenceNumber() + sequenceOffset) & 0xFFFF;
      long timestamp = (packet.timestamp() + timestampOffset) & 0xFFFFFFFFL;
      byte[] out = output.buffer();
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
      // A late packet was lost on the way in and recovered: it does not turn the numbers back.
      boolean newest = packets == 0 || (short) (number - lastSequenceNumber) > 0;
      if (newest) {
        sequenceNumber = (number + 1) & 0xFFFF;
      }
      return output.sendRtp(header + payload.length)
          && sent(number, timestamp, payload.length, newest);
    }
  }

  /**
   * Chooses the offsets of a new source. The first one keeps its numbers; a later one continues
   * after the one before: under one SSRC a jump would look like loss, and numbers used twice would
   * break the encryption.
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
      PacketBuffer packet = output.sent();
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
    synchronized (output.lock()) {
      return packets;
    }
  }

  /** Returns the number of packets that were sent again because the other end asked. */
  long resent() {
    synchronized (output.lock()) {
      return resent;
    }
  }

  double lossRatio() {
    synchronized (output.lock()) {
      return loss.ratio();
    }
  }

  void onReport(ReportBlock block) {
    synchronized (output.lock()) {
      loss.onReport(block);
    }
  }

  /**
   * Writes a sender report (RFC 3550, section 6.4.1). For a forwarded stream it has the publisher's
   * own relation of timestamps to time, so that sound and picture of one person stay in step.
   */
  RtcpPacket.SenderReport report(NtpTime now, long nanoTime, List<ReportBlock> blocks) {
    synchronized (output.lock()) {
      LongFunction<@Nullable StreamClock> clocks = sourceClocks;
      StreamClock clock = clocks == null || sourceSsrc < 0 ? null : clocks.apply(sourceSsrc);
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
