package app.rostrum.rtc;

import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.rtc.dtls.SrtpSession;
import app.rostrum.rtc.dtls.SrtpSource;
import app.rostrum.rtc.stats.ConnectionLoss;
import app.rostrum.rtc.stats.NtpTime;
import app.rostrum.rtc.stats.SentPackets;
import app.rostrum.rtc.stats.StreamClock;
import app.rostrum.wire.rtcp.ReportBlock;
import app.rostrum.wire.rtcp.RtcpPacket;
import app.rostrum.wire.rtp.RtpHeader;
import app.rostrum.wire.rtp.RtpPacket;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An RTP stream that this end sends. Safe for any thread: a frame, a report and a request for lost
 * packets come on three.
 */
final class RtpSender {
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
  private @Nullable RtpLabels cachedLabels;
  private @Nullable Codec cachedCodec;
  private int cachedType;
  private @Nullable SentPackets history;
  private @Nullable SrtpSession keys;
  private @Nullable SrtpSource source;
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
      RtpLabels labels,
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
    synchronized (this) {
      int type = labels.opus();
      if (type < 0) {
        return false;
      }
      if (labels.retransmits() && history == null) {
        keepHistory();
      }
      PacketBatch batch = PacketBatch.ofThread();
      PacketBuffer packet = batch.next();
      byte[] out = packet.getBuffer();
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
      return transmit(batch, packet.reset(header + length), number)
          && sent(timestamp, length, number, true);
    }
  }

  /** Leaves out sequence numbers, which the other end counts as lost. */
  void leaveOut(int packets) {
    synchronized (this) {
      sequenceNumber = (sequenceNumber + packets) & 0xFFFF;
    }
  }

  /** Looks up a payload type; from packet to packet the answer is mostly the same. */
  private int payloadType(RtpLabels labels, Codec codec) {
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
    synchronized (this) {
      SentPackets kept = keepHistory();
      for (int number : lost) {
        if (kept.sendAgain(number, nanoTime, output::send)) {
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
      RtpLabels labels,
      RtpPacket packet,
      Codec codec,
      @Nullable LongFunction<@Nullable StreamClock> clocks) {
    byte[] payload = packet.payload();
    if (payload.length > LONGEST_FRAME) {
      return false;
    }
    synchronized (this) {
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
      PacketBatch batch = PacketBatch.ofThread();
      PacketBuffer buffer = batch.next();
      byte[] out = buffer.getBuffer();
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
      return transmit(batch, buffer.reset(header + payload.length), number)
          && sent(timestamp, payload.length, number, newest);
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

  /** Encrypts a packet and sends it; false if that is not possible, or its number is not new. */
  private boolean transmit(PacketBatch batch, PacketBuffer packet, int number) {
    SrtpSession with = output.keys();
    SocketAddress to = output.address();
    if (with == null || to == null) {
      return false;
    }
    if (with != keys || source == null) {
      keys = with;
      source = with.source(ssrc);
    }
    if (!source.protect(packet)) {
      return false;
    }
    if (history != null) {
      history.keep(number, packet.getBuffer(), packet.getOffset(), packet.getLength());
    }
    batch.add(output.port(), to);
    return true;
  }

  private boolean sent(long timestamp, int length, int number, boolean newest) {
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
    synchronized (this) {
      return packets;
    }
  }

  /** Returns the number of packets that were sent again because the other end asked. */
  long resent() {
    synchronized (this) {
      return resent;
    }
  }

  double lossRatio() {
    synchronized (this) {
      return loss.ratio();
    }
  }

  void onReport(ReportBlock block) {
    synchronized (this) {
      loss.onReport(block);
    }
  }

  /**
   * Writes a sender report (RFC 3550, section 6.4.1). For a forwarded stream it has the publisher's
   * own relation of timestamps to time, so that sound and picture of one person stay in step.
   */
  RtcpPacket.SenderReport report(NtpTime now, long nanoTime, List<ReportBlock> blocks) {
    synchronized (this) {
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
