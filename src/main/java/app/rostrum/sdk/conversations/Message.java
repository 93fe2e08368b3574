package app.rostrum.sdk.conversations;

import java.time.Instant;
import java.util.Optional;

/**
 * A message as stored by the service.
 *
 * @param index the position in the conversation; gaps are removed messages
 * @param author the sender's identity
 * @param attributes a JSON text made by the sender
 * @param mutationId the id that the sender gave to {@link Conversation#send}; absent in messages of
 *     other clients
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
