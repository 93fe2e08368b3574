package app.rostrum.cloud.conversations;

import java.time.Instant;

/**
 * Somebody in a chat.
 *
 * @param sid {@code MB…}
 * @param attributes a JSON object as text
 */
public record Participant(
    String sid,
    String conversationSid,
    String identity,
    String attributes,
    Instant created,
    Instant updated) {}
