package app.rostrum.cloud.conversations;

import java.time.Instant;
import java.util.Optional;

/**
 * A message of a conversation.
 *
 * @param index the position in the conversation, from 0; never used a second time
 * @param sid {@code IM…}
 * @param attributes JSON as text
 * @param participantSid the author's SID; empty if the backend sent the message
 * @param mutation the id of the command that sent it, by which a repeated command is recognized
 */
public record MessageRecord(
    long index,
    String sid,
    String conversationSid,
    String author,
    Optional<String> participantSid,
    String body,
    String attributes,
    Optional<String> subject,
    Optional<String> mutation,
    Instant created,
    Instant updated,
    String lastUpdatedBy) {

  MessageRecord edited(String newBody, String newAttributes, Instant now, String editor) {
    return new MessageRecord(
        index,
        sid,
        conversationSid,
        author,
        participantSid,
        newBody,
        newAttributes,
        subject,
        mutation,
        created,
        now,
        editor);
  }
}
