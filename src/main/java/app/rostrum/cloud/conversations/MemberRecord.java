package app.rostrum.cloud.conversations;

import java.time.Instant;
import java.util.Optional;

/**
 * A participant of a conversation at one moment.
 *
 * @param sid {@code MB…}, for "member", which is what participants were called once
 * @param attributes JSON as text
 * @param lastRead the index of the newest message read
 * @param lastReadAt the time at which that was reported
 */
public record MemberRecord(
    String sid,
    String conversationSid,
    String identity,
    String attributes,
    Optional<Long> lastRead,
    Optional<Instant> lastReadAt,
    Instant created,
    Instant updated) {

  MemberRecord withAttributes(String changed, Instant now) {
    return new MemberRecord(
        sid, conversationSid, identity, changed, lastRead, lastReadAt, created, now);
  }

  MemberRecord withLastRead(Optional<Long> index, Instant now) {
    return new MemberRecord(
        sid, conversationSid, identity, attributes, index, Optional.of(now), created, now);
  }
}
