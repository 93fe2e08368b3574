package app.rostrum.sdk.conversations;

import java.util.OptionalLong;

/**
 * A member of a conversation, online or not.
 *
 * @param lastReadMessageIndex the index of the newest read message; empty if unknown
 */
public record Participant(String sid, String identity, OptionalLong lastReadMessageIndex) {}
