package app.rostrum.cloud.rooms;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of a room, in the order in which they joined. Belongs to the room's thread. */
final class RoomMembers {
  private final Map<String, Member> bySid = new LinkedHashMap<>();

  void add(Member member) {
    bySid.put(member.sid(), member);
  }

  /** Removes a member; returns false if it has left already. */
  boolean remove(Member member) {
    return bySid.remove(member.sid(), member);
  }

  boolean contains(Member member) {
    return bySid.get(member.sid()) == member;
  }

  Optional<Member> withSid(String sid) {
    return Optional.ofNullable(bySid.get(sid));
  }

  Optional<Member> withIdentity(String identity) {
    return bySid.values().stream().filter(m -> m.identity().equals(identity)).findFirst();
  }

  /** Returns a view of all members. */
  Collection<Member> all() {
    return bySid.values();
  }

  List<Member> othersOf(Member member) {
    return bySid.values().stream().filter(m -> m != member).toList();
  }

  /** Returns the tracks of others that a member's subscription rules allow. */
  List<Publication> receivableBy(Member member) {
    return othersOf(member).stream()
        .flatMap(
            m -> m.tracks().values().stream().filter(t -> member.rules().allow(m.participant(), t)))
        .toList();
  }
}
