package app.rostrum.cloud.conversations;

import java.time.Instant;

/**
 * A user of a Conversations service at one moment.
 *
 * @param sid {@code US…}
 * @param attributes JSON as text
 */
public record UserRecord(
    String sid,
    String identity,
    String friendlyName,
    String attributes,
    boolean online,
    Instant created,
    Instant updated) {}
