package app.rostrum.cloud.conversations;

import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.HostedService;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The users of one Conversations service. Thread-safe. */
final class ChatUsers {
  private static final int SID_BYTES = 16;

  private final ChatContext context;
  private final String serviceSid;
  private final HostedService objects;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, HostedUser> byIdentity = new ConcurrentHashMap<>();
  private final Map<String, HostedUser> bySid = new ConcurrentHashMap<>();

  /** Reads the stored users. */
  ChatUsers(ChatContext context, String serviceSid, HostedService objects) {
    this.context = context;
    this.serviceSid = serviceSid;
    this.objects = objects;
    for (HostedMap map : objects.maps()) {
      ChatJson.ownerOf(map.uniqueName(), ChatJson.USER_INFO)
          .ifPresent(sid -> HostedUser.identityOf(map).ifPresent(identity -> open(sid, identity)));
    }
  }

  private HostedUser open(String sid, String identity) {
    HostedUser user = HostedUser.open(context, objects, sid, identity);
    byIdentity.put(identity, user);
    bySid.put(sid, user);
    return user;
  }

  /** Returns the user with an identity, created if need be. */
  HostedUser user(String identity) {
    HostedUser known = byIdentity.get(identity);
    if (known != null) {
      return known;
    }
    ChatLimits.identity(identity);
    lock.lock();
    try {
      HostedUser user = byIdentity.get(identity);
      return user == null ? open(sidOf(identity), identity) : user;
    } finally {
      lock.unlock();
    }
  }

  /** Deletes a user, who is in no conversation any more. */
  void delete(HostedUser user) {
    lock.lock();
    try {
      if (byIdentity.remove(user.identity(), user)) {
        bySid.remove(user.sid(), user);
        user.delete(objects);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Derives a SID, so that an identity has the same one even after the user was forgotten. */
  private String sidOf(String identity) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((serviceSid + "/" + identity).getBytes(StandardCharsets.UTF_8));
      return "US" + HexFormat.of().formatHex(Arrays.copyOf(digest, SID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Finds a user by SID or identity. */
  Optional<HostedUser> find(String name) {
    return Optional.ofNullable(ChatLimits.isUserSid(name) ? bySid.get(name) : byIdentity.get(name));
  }

  /** Returns all users, the oldest first. */
  List<HostedUser> all() {
    return byIdentity.values().stream()
        .sorted(Comparator.comparing(user -> user.describe().created()))
        .toList();
  }

  /** Returns whether a client may read about a user: they share a conversation. */
  boolean knows(String identity, HostedUser other) {
    if (other.identity().equals(identity)) {
      return true;
    }
    HostedUser self = byIdentity.get(identity);
    return self != null && self.joined().stream().anyMatch(other.joined()::contains);
  }

  /** Ends the users' timers, because the service is deleted. */
  void close() {
    byIdentity.values().forEach(HostedUser::close);
  }
}
