package app.rostrum.sdk.conversations;

import java.time.Instant;
import java.util.Optional;

/**
 * A message as the service has it.
 *
 * @param index its place in the conversation; gaps are messages that were removed
 * @param author an identity
 * @param attributes a JSON text of the sender's making
 * @param mutationId what its sender gave to {@link Conversation#send}; absent in messages of other
 *     clients
 */
public record Message(
    long index,
    String sid,
    String author,
    String body,
    Instant created,
    boolean edited,
    String attributes,
    Optional<String> mutationId) {}
