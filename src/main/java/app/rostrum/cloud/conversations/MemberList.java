package app.rostrum.cloud.conversations;

import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.CollectionItem;
import app.rostrum.cloud.sync.HostedMap;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The participants of one conversation: a Sync map, indexed by identity and by SID. Changes are
 * stored when they return, and are made under the conversation's lock; reads are thread-safe.
 */
final class MemberList {
  private final HostedMap map;
  private final Map<String, MemberRecord> byIdentity = new ConcurrentHashMap<>();
  private final Map<String, MemberRecord> bySid = new ConcurrentHashMap<>();

  /** Reads the stored participants. */
  MemberList(String conversationSid, HostedMap map) {
    this.map = map;
    for (CollectionItem<String> item : map.items()) {
      index(ChatJson.member(conversationSid, item.position(), item.data(), item.created()));
    }
  }

  private void index(MemberRecord member) {
    byIdentity.put(member.identity(), member);
    bySid.put(member.sid(), member);
  }

  HostedMap map() {
    return map;
  }

  boolean contains(String identity) {
    return byIdentity.containsKey(identity);
  }

  /** Returns the participant with an identity; throws a refusal if there is none. */
  MemberRecord require(String identity) {
    MemberRecord member = byIdentity.get(identity);
    if (member == null) {
      throw ChatRefusals.notParticipant();
    }
    return member;
  }

  /** Returns a participant by SID or identity; throws a refusal if there is none. */
  MemberRecord get(String name) {
    MemberRecord member = bySid.get(name);
    if (member == null) {
      member = byIdentity.get(name);
    }
    if (member == null) {
      throw ChatRefusals.notFound("/Participants/" + name);
    }
    return member;
  }

  /** Returns all participants in the order in which they joined. */
  List<MemberRecord> all() {
    return byIdentity.values().stream()
        .sorted(Comparator.comparing(MemberRecord::created).thenComparing(MemberRecord::sid))
        .toList();
  }

  Collection<String> identities() {
    return byIdentity.keySet();
  }

  int count() {
    return byIdentity.size();
  }

  /** Stores a new or changed participant. */
  void put(MemberRecord member, String userSid) {
    var unused = map.put(Caller.BACKEND, member.sid(), ChatJson.item(member, userSid), null, null);
    index(member);
  }

  void remove(MemberRecord member) {
    var unused = map.remove(Caller.BACKEND, member.sid(), null);
    byIdentity.remove(member.identity());
    bySid.remove(member.sid());
  }
}
