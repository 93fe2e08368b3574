package app.rostrum.cloud.rooms;

import app.rostrum.wire.room.TrackKind;
import java.util.List;
import java.util.Optional;

/**
 * The rules that select the tracks that a participant receives. They apply in order, each adding or
 * removing the tracks that it matches, starting from none. Follows Twilio's Track Subscriptions
 * API, with its error 53215.
 */
public record SubscriptionRules(List<Rule> rules) {
  public static final int INVALID = 53215;
  private static final int MAX_RULES = 20;

  /**
   * A rule about the tracks that match all its filters; without filters, about every track.
   *
   * @param publisher SID or identity
   * @param track SID or name
   */
  public record Rule(
      boolean include,
      Optional<String> publisher,
      Optional<String> track,
      Optional<TrackKind> kind,
      Optional<String> priority) {
    public static Rule all(boolean include) {
      return new Rule(
          include, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns whether the rule matches every track. */
    public boolean isAboutAll() {
      return publisher.isEmpty() && track.isEmpty() && kind.isEmpty() && priority.isEmpty();
    }

    private boolean matches(ParticipantRecord owner, Publication publication) {
      return publisher.map(p -> p.equals(owner.sid()) || p.equals(owner.identity())).orElse(true)
          && track
              .map(t -> t.equals(publication.sid()) || t.equals(publication.name()))
              .orElse(true)
          && kind.map(k -> k == publication.kind()).orElse(true)
          && priority.map(p -> p.equals(publication.priority())).orElse(true);
    }
  }

  public SubscriptionRules {
    rules = List.copyOf(rules);
  }

  /** Returns the rules that a client asks for when it connects. */
  static SubscriptionRules everything(boolean include) {
    return new SubscriptionRules(List.of(Rule.all(include)));
  }

  /**
   * @throws RoomException 53215 if there are none or too many
   */
  public static SubscriptionRules of(List<Rule> rules) throws RoomException {
    if (rules.isEmpty() || rules.size() > MAX_RULES) {
      throw new RoomException(INVALID, "There must be 1 to " + MAX_RULES + " subscribe rules");
    }
    return new SubscriptionRules(rules);
  }

  boolean allow(ParticipantRecord owner, Publication publication) {
    boolean allowed = false;
    for (Rule rule : rules) {
      if (rule.matches(owner, publication)) {
        allowed = rule.include();
      }
    }
    return allowed;
  }
}
