package app.rostrum.cloud.conversations;

import java.time.Instant;
import java.util.Optional;

/**
 * A message.
 *
 * @param index its place in the conversation, from 0; never given again
 * @param sid {@code IM…}
 * @param attributes JSON as text
 * @param participantSid of the author; empty if it came from the backend
 * @param mutation the mark of the command that sent it, by which a repetition is known
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
    String lastUpdatedBy) {}
