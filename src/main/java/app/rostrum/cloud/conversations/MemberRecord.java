package app.rostrum.cloud.conversations;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody in a chat.
 *
 * @param sid {@code MB…}
 * @param attributes JSON as text
 * @param lastRead the index of the newest message that was read
 * @param lastReadAt when that was said
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
