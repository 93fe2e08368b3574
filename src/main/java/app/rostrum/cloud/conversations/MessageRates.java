package app.rostrum.cloud.conversations;

import app.rostrum.cloud.TokenBucket;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits how fast the participants of one conversation send messages, each of them and all
 * together. Used under the conversation's lock.
 */
final class MessageRates {
  private final Clock clock;
  private final Map<String, TokenBucket> bySender = new HashMap<>();
  private final TokenBucket all;

  MessageRates(Clock clock) {
    this.clock = clock;
    this.all = new TokenBucket(clock, ChatLimits.CONVERSATION_RATE, ChatLimits.CONVERSATION_BURST);
  }

  /** Counts a message; throws a refusal if there have been too many. */
  void count(String sender) {
    TokenBucket own =
        bySender.computeIfAbsent(
            sender,
            identity ->
                new TokenBucket(clock, ChatLimits.PARTICIPANT_RATE, ChatLimits.PARTICIPANT_BURST));
    if (!own.take() || !all.take()) {
      throw ChatRefusals.tooFast();
    }
  }

  void forget(String sender) {
    bySender.remove(sender);
  }
}
