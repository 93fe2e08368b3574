package app.rostrum.sdk.conversations;

import java.util.OptionalLong;

/**
 * A member of a conversation, present or not.
 *
 * @param lastReadMessageIndex the newest message that was read; empty if that is unknown
 */
public record Participant(String sid, String identity, OptionalLong lastReadMessageIndex) {}
