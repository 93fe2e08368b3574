package app.rostrum.bot;

/**
 * Actions that a bot takes by itself.
 *
 * @param raiseHand raises its hand as soon as it is in the audience
 * @param acceptInvitation goes on stage when invited
 * @param inviteHands as the host, invites everybody who raises a hand
 */
public record BotBehavior(boolean raiseHand, boolean acceptInvitation, boolean inviteHands) {
  /** Takes no action by itself. */
  public static final BotBehavior QUIET = new BotBehavior(false, false, false);
}
