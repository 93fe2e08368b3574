package app.rostrum.rtc.sctp;

import app.rostrum.wire.sctp.Parameter;
import app.rostrum.wire.sctp.Parameter.ResetResponse;
import app.rostrum.wire.sctp.SerialNumbers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resets of streams, by which data channels are closed (RFC 6525; RFC 8831, section 6.7). */
final class StreamResets {
  /** The effects of the requests on the association. */
  interface Effects {
    void outgoingReset(List<Integer> streams, boolean performed);

    void incomingReset(List<Integer> streams);

    /** The other end asks this end to reset these outgoing streams; empty means all. */
    void resetAsked(List<Integer> streams);
  }

  private static final int MOST_AT_ONCE = 256;

  private record Request(int number, int lastTsn, List<Integer> streams) {}

  private final Effects effects;
  private final RoundTrip roundTrip;
  private final Set<Integer> wanted = new LinkedHashSet<>();
  private @Nullable Request current;
  private int nextNumber;
  private int expected;
  private boolean deferred;
  private @Nullable ResetResponse lastResponse;
  private boolean sendDue;
  private long timerAt = Inbound.NEVER;

  /**
   * @param localTsn this end's first number, with which its requests begin
   * @param peerTsn the other end's
   */
  StreamResets(int localTsn, int peerTsn, RoundTrip roundTrip, Effects effects) {
    this.nextNumber = localTsn;
    this.expected = peerTsn;
    this.roundTrip = roundTrip;
    this.effects = effects;
  }

  /** Resets an outgoing stream as soon as everything sent on it is acknowledged. */
  void want(int stream) {
    wanted.add(stream);
  }

  int peerNumber() {
    return expected;
  }

  Set<Integer> wanted() {
    return Set.copyOf(wanted);
  }

  /** Returns the request to send now, if any. */
  Optional<Parameter> due(Outbound outbound, long now) {
    if (current == null && !wanted.isEmpty()) {
      List<Integer> ready =
          wanted.stream().filter(s -> outbound.buffered(s) == 0).limit(MOST_AT_ONCE).toList();
      if (!ready.isEmpty()) {
        ready.forEach(wanted::remove);
        ready.forEach(outbound::pause);
        current = new Request(nextNumber++, (int) outbound.lastTsn(), ready);
        sendDue = true;
      }
    }
    if (current == null || !sendDue) {
      return Optional.empty();
    }
    sendDue = false;
    timerAt = now + roundTrip.timeout();
    return Optional.of(
        new Parameter.OutgoingReset(
            current.number(), expected - 1, current.lastTsn(), current.streams()));
  }

  long timerAt() {
    return timerAt;
  }

  void onTimeout() {
    roundTrip.backOff();
    timerAt = Inbound.NEVER;
    sendDue = true;
  }

  /**
   * Handles the other end's requests and responses; returns the answers.
   *
   * @param cumulative the number up to which all its data has arrived
   */
  List<Parameter> receive(List<Parameter> parameters, long cumulative) {
    List<Parameter> answers = new ArrayList<>();
    for (Parameter parameter : parameters) {
      switch (parameter) {
        case Parameter.OutgoingReset reset -> answers.add(onOutgoing(reset, cumulative));
        case Parameter.IncomingReset reset -> answers.add(onIncoming(reset));
        case ResetResponse response -> onResponse(response);
        case Parameter.Unknown unknown when unknown.value().length >= 4 -> {
          // Requests of RFC 6525 that WebRTC does not use: adding streams, resetting all numbers.
          int number = ByteBuffer.wrap(unknown.value()).getInt();
          answers.add(answer(number, ResetResponse.DENIED));
        }
        default -> {
          // Parameters of other chunks are ignored.
        }
      }
    }
    return answers;
  }

  private ResetResponse onOutgoing(Parameter.OutgoingReset reset, long cumulative) {
    if (isRepeated(reset.number())) {
      return repeated(reset.number());
    }
    if (isNext(reset.number()) && SerialNumbers.after(reset.lastTsn(), (int) cumulative)) {
      deferred = true;
      return new ResetResponse(reset.number(), ResetResponse.IN_PROGRESS);
    }
    ResetResponse response = answer(reset.number(), ResetResponse.PERFORMED);
    if (response.result() == ResetResponse.PERFORMED) {
      effects.incomingReset(reset.streams());
    }
    return response;
  }

  private ResetResponse onIncoming(Parameter.IncomingReset reset) {
    if (isRepeated(reset.number())) {
      return repeated(reset.number());
    }
    ResetResponse response = answer(reset.number(), ResetResponse.PERFORMED);
    if (response.result() == ResetResponse.PERFORMED) {
      effects.resetAsked(reset.streams());
    }
    return response;
  }

  /** Returns whether a request is the next one. One that was told to wait may repeat its number. */
  private boolean isNext(int number) {
    return number == expected || deferred && number == expected + 1;
  }

  private boolean isRepeated(int number) {
    return lastResponse != null && lastResponse.number() == number;
  }

  private ResetResponse repeated(int number) {
    return lastResponse == null
        ? new ResetResponse(number, ResetResponse.BAD_NUMBER)
        : lastResponse;
  }

  private ResetResponse answer(int number, int result) {
    if (!isNext(number)) {
      return new ResetResponse(number, ResetResponse.BAD_NUMBER);
    }
    expected = number + 1;
    deferred = false;
    ResetResponse response = new ResetResponse(number, result);
    lastResponse = response;
    return response;
  }

  private void onResponse(ResetResponse response) {
    Request request = current;
    if (request == null || response.number() != request.number()) {
      return;
    }
    switch (response.result()) {
      case ResetResponse.IN_PROGRESS, ResetResponse.ALREADY_IN_PROGRESS -> {
        // The timer repeats the request under the same number.
      }
      default -> {
        current = null;
        timerAt = Inbound.NEVER;
        boolean performed =
            response.result() == ResetResponse.PERFORMED
                || response.result() == ResetResponse.NOTHING_TO_DO;
        effects.outgoingReset(request.streams(), performed);
      }
    }
  }
}
