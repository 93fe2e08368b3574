package app.rostrum.rtc.sctp;

/** A message to be sent. */
final class Outgoing {
  final int stream;
  final int protocol;
  final byte[] payload;
  final Delivery delivery;
  final long expiresAt;

  /** The number of its bytes that have been given transmission sequence numbers. */
  int offset;

  int sequence;
  long firstTsn = -1;
  boolean abandoned;

  Outgoing(int stream, int protocol, byte[] payload, Delivery delivery, long now) {
    this.stream = stream;
    this.protocol = protocol;
    this.payload = payload;
    this.delivery = delivery;
    this.expiresAt = delivery.lifetimeNanos() < 0 ? Long.MAX_VALUE : now + delivery.lifetimeNanos();
  }

  boolean begun() {
    return offset > 0;
  }

  int rest() {
    return payload.length - offset;
  }
}
