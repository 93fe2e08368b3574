package app.rostrum.cloud.conversations;

import java.time.Instant;

/**
 * A Conversations service: what keeps chats of one application together.
 *
 * @param sid {@code IS…}
 */
public record ChatServiceRecord(
    String sid, String friendlyName, Instant created, Instant updated) {}
