package app.rostrum.rtc.sctp;

import app.rostrum.wire.sctp.Chunk;
import app.rostrum.wire.sctp.Parameter;
import app.rostrum.wire.sctp.SctpException;
import app.rostrum.wire.sctp.SctpPacket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The other end of an association, scripted by a test: it can say what no proper end would. */
final class RawPeer implements Association.Owner {
  static final int TAG = 0x11223344;
  static final int FIRST_TSN = 1000;

  final Association association;
  final List<Chunk> replies = new ArrayList<>();
  final List<SctpMessage> messages = new ArrayList<>();
  final List<List<Integer>> incomingResets = new ArrayList<>();
  int restarts;
  long now = 1;
  int theirTag;
  int theirTsn;
  Optional<String> ended = Optional.empty();
  boolean consumes = true;
  private final List<Runnable> afterwards = new ArrayList<>();

  RawPeer() {
    association = new Association(SctpSettings.webRtc(5000), this, new SecureRandom());
  }

  /** A peer whose association is established. */
  static RawPeer connected() {
    RawPeer peer = new RawPeer();
    peer.handshake(TAG, FIRST_TSN);
    return peer;
  }

  void handshake(int tag, int firstTsn) {
    replies.clear();
    say(0, init(tag, firstTsn));
    Chunk.Init ack = reply(Chunk.Init.class);
    theirTag = ack.tag();
    theirTsn = ack.firstTsn();
    say(new Chunk.CookieEcho(cookie(ack)));
    reply(Chunk.CookieAck.class);
    replies.clear();
  }

  static Chunk.Init init(int tag, int firstTsn) {
    return new Chunk.Init(
        false,
        tag,
        1 << 20,
        1024,
        1024,
        firstTsn,
        List.of(
            new Parameter.ForwardTsnSupported(),
            new Parameter.SupportedExtensions(List.of(130, 192))));
  }

  static byte[] cookie(Chunk.Init ack) {
    return ack.parameters().stream()
        .filter(Parameter.StateCookie.class::isInstance)
        .map(p -> ((Parameter.StateCookie) p).cookie())
        .findFirst()
        .orElseThrow();
  }

  /** A part of a message; the number counts from the first. */
  static Chunk.Data data(
      int number, int stream, int sequence, boolean begin, boolean end, int length) {
    return new Chunk.Data(
        false, false, begin, end, FIRST_TSN + number, stream, sequence, 53, new byte[length]);
  }

  static Chunk.Data whole(int number, int stream, int sequence) {
    return data(number, stream, sequence, true, true, 10);
  }

  void say(Chunk... chunks) {
    say(theirTag, chunks);
  }

  void say(int tag, Chunk... chunks) {
    saySpoiled(new SctpPacket(5000, 5000, tag, List.of(chunks)).write());
  }

  void saySpoiled(byte[] packet) {
    association.receive(packet, 0, packet.length, now);
    settle();
  }

  void pass(double seconds) {
    long end = now + (long) (seconds * 1e9);
    while (association.deadline() <= end) {
      now = Math.max(now, association.deadline());
      association.tick(now);
      settle();
    }
    now = end;
  }

  private void settle() {
    List<Runnable> due = List.copyOf(afterwards);
    afterwards.clear();
    due.forEach(Runnable::run);
  }

  <T extends Chunk> T reply(Class<T> type) {
    return replies.reversed().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + replies));
  }

  boolean replied(Class<? extends Chunk> type) {
    return replies.stream().anyMatch(type::isInstance);
  }

  @Override
  public void transmit(byte[] packet) {
    try {
      replies.addAll(SctpPacket.parse(packet, 0, packet.length).chunks());
    } catch (SctpException e) {
      throw new AssertionError("sent what it cannot read", e);
    }
  }

  @Override
  public void onEstablished() {}

  @Override
  public void onMessage(SctpMessage message) {
    messages.add(message);
    if (consumes) {
      afterwards.add(() -> association.consumed(message.charge(), now));
    }
  }

  @Override
  public void onIncomingReset(List<Integer> streams) {
    incomingResets.add(streams);
  }

  @Override
  public void onOutgoingReset(List<Integer> streams, boolean performed) {}

  @Override
  public void onRestart() {
    restarts++;
  }

  @Override
  public void onEnded(String reason) {
    ended = Optional.of(reason);
  }
}
