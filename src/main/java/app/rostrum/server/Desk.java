package app.rostrum.server;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The desk of a stream: what its host has set beside the stage. Kept in the streams item, and shown
 * to everybody in the stream by its stream document.
 *
 * @param locked whether nobody new may join
 * @param handsOpen whether hands may be raised
 * @param handsReason why hands may not be raised; empty if the host has given no reason
 * @param coHosts the people who share the host's powers, in the order in which they were named
 * @param topic what the stream is about now; may be empty
 * @param pinned the message that everybody sees; may be empty
 * @param recording who records the stream; empty while nobody has said so
 */
record Desk(
    boolean locked,
    boolean handsOpen,
    String handsReason,
    List<String> coHosts,
    String topic,
    String pinned,
    Optional<SpeakingTime> timer,
    Optional<Recording> recording) {
  /** The co-hosts that a stream may have. */
  static final int MAX_CO_HOSTS = 10;

  /** The desk of a stream whose host has set nothing. */
  static final Desk NEW =
      new Desk(false, true, "", List.of(), "", "", Optional.empty(), Optional.empty());

  /**
   * The time that a speaker has been given.
   *
   * @param seconds its whole length, so that a client whose clock is wrong shows no more than that
   */
  record SpeakingTime(String identity, Instant ends, int seconds) {
    private Map<String, Object> data() {
      return Map.of("user_identity", identity, "ends_at", ends.toString(), "seconds", seconds);
    }

    private static Optional<SpeakingTime> read(Object data) {
      try {
        return data instanceof Map<?, ?> map
                && map.get("user_identity") instanceof String identity
                && map.get("ends_at") instanceof String ends
                && map.get("seconds") instanceof Number seconds
            ? Optional.of(new SpeakingTime(identity, Instant.parse(ends), seconds.intValue()))
            : Optional.empty();
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * A recording of the stream.
   *
   * @param identity the person who has told everybody of it
   */
  record Recording(String identity, Instant since) {
    private Map<String, Object> data() {
      return Map.of("user_identity", identity, "since", since.toString());
    }

    private static Optional<Recording> read(Object data) {
      try {
        return data instanceof Map<?, ?> map
                && map.get("user_identity") instanceof String identity
                && map.get("since") instanceof String since
            ? Optional.of(new Recording(identity, Instant.parse(since)))
            : Optional.empty();
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }
  }

  boolean isCoHost(String identity) {
    return coHosts.contains(identity);
  }

  Desk withLocked(boolean now) {
    return new Desk(now, handsOpen, handsReason, coHosts, topic, pinned, timer, recording);
  }

  Desk withHands(boolean open, String reason) {
    return new Desk(locked, open, open ? "" : reason, coHosts, topic, pinned, timer, recording);
  }

  Desk withTopic(String now) {
    return new Desk(locked, handsOpen, handsReason, coHosts, now, pinned, timer, recording);
  }

  Desk withPinned(String now) {
    return new Desk(locked, handsOpen, handsReason, coHosts, topic, now, timer, recording);
  }

  Desk withTimer(Optional<SpeakingTime> now) {
    return new Desk(locked, handsOpen, handsReason, coHosts, topic, pinned, now, recording);
  }

  /** Returns this desk with a recording; one that goes on already stays as it is. */
  Desk recordedBy(String identity, Instant now) {
    Optional<Recording> since = recording.or(() -> Optional.of(new Recording(identity, now)));
    return new Desk(locked, handsOpen, handsReason, coHosts, topic, pinned, timer, since);
  }

  Desk withoutRecording() {
    return new Desk(
        locked, handsOpen, handsReason, coHosts, topic, pinned, timer, Optional.empty());
  }

  /** Returns this desk with a further co-host, who comes last in line. */
  Desk withCoHost(String identity) {
    if (isCoHost(identity)) {
      return this;
    }
    var all = new ArrayList<>(coHosts);
    all.add(identity);
    return withCoHosts(all);
  }

  Desk withoutCoHost(String identity) {
    return withCoHosts(coHosts.stream().filter(Predicate.not(identity::equals)).toList());
  }

  private Desk withCoHosts(List<String> all) {
    return new Desk(
        locked, handsOpen, handsReason, List.copyOf(all), topic, pinned, timer, recording);
  }

  Map<String, Object> data() {
    var data = new LinkedHashMap<String, Object>();
    data.put("locked", locked);
    data.put("hands_open", handsOpen);
    data.put("hands_reason", handsReason);
    data.put("co_hosts", coHosts);
    data.put("topic", topic);
    data.put("pinned", pinned);
    timer.ifPresent(time -> data.put("timer", time.data()));
    recording.ifPresent(going -> data.put("recording", going.data()));
    return data;
  }

  /** Reads a desk; what is missing, as in a stream of an earlier version, is as in a new one. */
  static Desk read(Map<?, ?> data) {
    return new Desk(
        Boolean.TRUE.equals(data.get("locked")),
        !Boolean.FALSE.equals(data.get("hands_open")),
        text(data, "hands_reason"),
        data.get("co_hosts") instanceof List<?> names
            ? names.stream().map(String::valueOf).toList()
            : List.of(),
        text(data, "topic"),
        text(data, "pinned"),
        Optional.<Object>ofNullable(data.get("timer")).flatMap(SpeakingTime::read),
        Optional.<Object>ofNullable(data.get("recording")).flatMap(Recording::read));
  }

  private static String text(Map<?, ?> data, String name) {
    return data.get(name) instanceof String text ? text : "";
  }
}
