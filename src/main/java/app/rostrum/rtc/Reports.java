package app.rostrum.rtc;

import app.rostrum.rtc.stats.NtpTime;
import app.rostrum.rtc.stats.SenderTime;
import app.rostrum.wire.rtcp.ReportBlock;
import app.rostrum.wire.rtcp.RtcpCompound;
import app.rostrum.wire.rtcp.RtcpException;
import app.rostrum.wire.rtcp.RtcpPacket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The RTCP of one connection (RFC 3550, section 6): writes a report about once a second, or every
 * five seconds while this end receives nothing, and reads the other end's.
 */
final class Reports {
  private static final long INTERVAL = 1_000_000_000L;

  /**
   * The interval of reports that tell only the time (RFC 3550, section 6.2): ten thousand listeners
   * cost a fifth of a core at one a second.
   */
  private static final long SENDING_INTERVAL = 5 * INTERVAL;

  /** A compound packet stays within one datagram with this many senders and blocks. */
  private static final int SENDERS_PER_COMPOUND = 8;

  private static final int BLOCKS_PER_REPORT = 16;
  private static final long NEVER = Long.MIN_VALUE;

  private final LocalSection.Cname cname;
  private final long ownSsrc;
  private long nextAt;
  private final SenderTime senderTime = new SenderTime();
  private volatile long roundTripNanos = -1;
  private volatile long reportedAt = NEVER;

  /**
   * @param ownSsrc the SSRC of receiver reports while this end sends nothing
   */
  Reports(LocalSection.Cname cname, long ownSsrc) {
    this.cname = cname;
    this.ownSsrc = ownSsrc;
  }

  Optional<Duration> roundTripTime() {
    long nanos = roundTripNanos;
    return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }

  /** Returns the time since the other end last reported about a stream of this end. */
  Optional<Duration> sinceReport(long nanoTime) {
    long at = reportedAt;
    return at == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(nanoTime - at));
  }

  /**
   * Returns whether reports are due; if so, schedules the next ones. Timer thread only.
   *
   * @param receiving whether there is something to report about what the other end sends
   */
  boolean due(long nanoTime, boolean receiving) {
    if (nextAt != 0 && nanoTime - nextAt < 0) {
      return false;
    }
    nextAt = nanoTime + (receiving ? INTERVAL : SENDING_INTERVAL);
    return true;
  }

  /** Writes receiver reports alone, which say between two full ones that this end is there. */
  List<byte[]> acknowledge(List<RtpReceiver> receivers, long nanoTime) {
    List<ReportBlock> blocks = receivers.stream().map(r -> r.acknowledge(nanoTime)).toList();
    return compounds(List.of(), blocks, Instant.EPOCH, nanoTime);
  }

  /** Writes the compound packets that are due. */
  List<byte[]> write(
      List<RtpTransceiver> transceivers, List<RtpReceiver> receivers, Instant time, long nanoTime) {
    List<RtpSender> senders =
        transceivers.stream()
            .filter(t -> t.currentDirection().sends() && t.sender().packets() > 0)
            .map(RtpTransceiver::sender)
            .toList();
    return compounds(
        senders, receivers.stream().map(r -> r.report(nanoTime)).toList(), time, nanoTime);
  }

  private List<byte[]> compounds(
      List<RtpSender> senders, List<ReportBlock> blocks, Instant time, long nanoTime) {
    List<byte[]> compounds = new ArrayList<>();
    int block = 0;
    int sender = 0;
    while (sender < senders.size() || block < blocks.size()) {
      List<ReportBlock> some =
          blocks.subList(block, Math.min(block + BLOCKS_PER_REPORT, blocks.size()));
      block += some.size();
      List<RtcpPacket> packets = new ArrayList<>();
      List<RtcpPacket.SourceDescription.Chunk> chunks = new ArrayList<>();
      int last = Math.min(sender + SENDERS_PER_COMPOUND, senders.size());
      boolean first = true;
      for (; sender < last; sender++) {
        RtpSender from = senders.get(sender);
        packets.add(from.report(NtpTime.of(time), nanoTime, first ? some : List.of()));
        chunks.add(new RtcpPacket.SourceDescription.Chunk(from.ssrc(), cname.value()));
        first = false;
      }
      if (packets.isEmpty()) {
        packets.add(new RtcpPacket.ReceiverReport(ownSsrc, some));
        chunks.add(new RtcpPacket.SourceDescription.Chunk(ownSsrc, cname.value()));
      }
      packets.add(new RtcpPacket.SourceDescription(chunks));
      compounds.add(RtcpCompound.write(packets));
    }
    return compounds;
  }

  /** Writes the compound packet that ends a connection. */
  byte[] bye(List<RtpTransceiver> transceivers) {
    List<Long> ssrcs =
        transceivers.stream()
            .filter(t -> t.currentDirection().sends())
            .map(RtpTransceiver::localSsrc)
            .limit(31)
            .toList();
    long from = ssrcs.isEmpty() ? ownSsrc : ssrcs.getFirst();
    return RtcpCompound.write(
        List.of(
            new RtcpPacket.ReceiverReport(from, List.of()),
            new RtcpPacket.SourceDescription(
                List.of(new RtcpPacket.SourceDescription.Chunk(from, cname.value()))),
            new RtcpPacket.Bye(ssrcs.isEmpty() ? List.of(ownSsrc) : ssrcs, "")));
  }

  /** Reads a compound packet; returns false if it is malformed. */
  boolean read(
      byte[] data,
      int offset,
      int length,
      List<RtpTransceiver> transceivers,
      RtpReceivers receivers,
      Instant time,
      long nanoTime,
      Consumer<RtpTransceiver> onKeyframeRequest) {
    List<RtcpPacket> packets;
    try {
      packets = RtcpCompound.parse(data, offset, length);
    } catch (RtcpException e) {
      return false;
    }
    for (RtcpPacket packet : packets) {
      switch (packet) {
        case RtcpPacket.SenderReport report -> {
          RtpReceiver receiver = receivers.get(report.ssrc());
          if (receiver != null) {
            long ours = senderTime.translate(report.ntpTime(), NtpTime.of(time).value());
            receiver.onSenderReport(
                report.ntpTime(), new NtpTime(ours), report.rtpTimestamp(), nanoTime);
          }
          report.blocks().forEach(b -> onBlock(b, transceivers, time, nanoTime));
        }
        case RtcpPacket.ReceiverReport report ->
            report.blocks().forEach(b -> onBlock(b, transceivers, time, nanoTime));
        case RtcpPacket.Bye bye -> bye.ssrcs().forEach(receivers::remove);
        case RtcpPacket.SourceDescription description -> {
          // Session descriptions have already named the sources.
        }
        case RtcpPacket.PictureLoss loss ->
            sending(loss.media(), transceivers).ifPresent(onKeyframeRequest);
        case RtcpPacket.FullIntraRequest request ->
            request.entries().stream()
                .flatMap(e -> sending(e.media(), transceivers).stream())
                .distinct()
                .forEach(onKeyframeRequest);
        case RtcpPacket.Nack nack ->
            sending(nack.media(), transceivers)
                .ifPresent(t -> t.sender().onNack(nack.lost(), nanoTime));
        case RtcpPacket.BitrateEstimate estimate -> {
          // A subscriber's bandwidth is judged by its reports: docs/decisions/pictures.md.
        }
      }
    }
    return true;
  }

  private static Optional<RtpTransceiver> sending(long ssrc, List<RtpTransceiver> transceivers) {
    return transceivers.stream()
        .filter(t -> t.localSsrc() == ssrc && t.currentDirection().sends())
        .findFirst();
  }

  byte[] nack(long media, List<Integer> lost) {
    return RtcpCompound.write(
        List.of(
            new RtcpPacket.ReceiverReport(ownSsrc, List.of()),
            new RtcpPacket.Nack(ownSsrc, media, lost)));
  }

  byte[] estimate(long bitsPerSecond, List<Long> sources) {
    return RtcpCompound.write(
        List.of(
            new RtcpPacket.ReceiverReport(ownSsrc, List.of()),
            new RtcpPacket.BitrateEstimate(ownSsrc, bitsPerSecond, sources)));
  }

  /** Returns the round trip time; below 0 if unknown. */
  long roundTripNanos() {
    return roundTripNanos;
  }

  /** Feedback follows a receiver report: some ends refuse it alone (RFC 5506). */
  byte[] pictureLoss(long media) {
    return RtcpCompound.write(
        List.of(
            new RtcpPacket.ReceiverReport(ownSsrc, List.of()),
            new RtcpPacket.PictureLoss(ownSsrc, media)));
  }

  private void onBlock(
      ReportBlock block, List<RtpTransceiver> transceivers, Instant time, long nanoTime) {
    for (RtpTransceiver transceiver : transceivers) {
      if (transceiver.localSsrc() == block.ssrc()) {
        transceiver.sender().onReport(block);
        reportedAt = nanoTime;
        if (block.lastSenderReport() != 0) {
          long now = NtpTime.of(time).middle();
          long trip =
              (now - block.lastSenderReport() - block.delaySinceLastSenderReport()) & 0xFFFFFFFFL;
          // More than a minute means that a clock was set.
          if (trip < 60L * 65536) {
            roundTripNanos = trip * 1_000_000_000L / 65536;
          }
        }
      }
    }
  }
}
