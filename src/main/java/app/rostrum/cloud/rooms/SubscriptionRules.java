package app.rostrum.cloud.rooms;

import app.rostrum.wire.room.TrackKind;
import java.util.List;
import java.util.Optional;

/**
 * Which tracks a participant gets: rules in order, each adding or taking away those that it
 * matches; at first there are none. Twilio's Track Subscriptions API, with its error 53215.
 */
public record SubscriptionRules(List<Rule> rules) {
  public static final int INVALID = 53215;
  private static final int MAX_RULES = 20;

  /**
   * What matches all the filters that are given; without any, everything.
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

    /** Whether it is the rule about everything. */
    public boolean isAboutAll() {
      return publisher.isEmpty() && track.isEmpty() && kind.isEmpty() && priority.isEmpty();
    }

    private boolean matches(Member owner, Publication publication) {
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

  /** What a client asks for when it connects. */
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

  boolean allow(Member owner, Publication publication) {
    boolean allowed = false;
    for (Rule rule : rules) {
      if (rule.matches(owner, publication)) {
        allowed = rule.include();
      }
    }
    return allowed;
  }
}
