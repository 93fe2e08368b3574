package app.rostrum.cloud.conversations;

import java.time.Instant;

/**
 * A Conversations service, which holds the conversations and users of one application.
 *
 * @param sid {@code IS…}
 */
public record ChatServiceRecord(
    String sid, String friendlyName, Instant created, Instant updated) {}
