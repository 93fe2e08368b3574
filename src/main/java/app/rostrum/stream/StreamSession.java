package app.rostrum.stream;

import app.rostrum.backend.DeskCall;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One person in one stream, from joining to leaving; a {@link SessionFactory} begins it. Every
 * method but {@link #close} returns at once and shows its effect as a new {@link StreamState}. The
 * states go to the consumer that the session was begun with, on the session's executor, in order;
 * after {@link Phase.Left} there are none. All methods can be called from any thread.
 */
public interface StreamSession extends AutoCloseable {
  /** The state as last given to the consumer. */
  StreamState state();

  /**
   * Returns what was last measured of the sound's way here; empty while nothing is measured, as
   * while the levels are not followed.
   */
  default Optional<SoundFigures> sound() {
    return Optional.empty();
  }

  /** Opens or closes the microphone; on stage, and on the way there. */
  void setMicrophone(boolean on);

  /** Raises or lowers this person's own hand, without a text. */
  default void raiseHand(boolean raised) {
    raiseHand(raised, "");
  }

  /**
   * Raises or lowers this person's own hand. A hand that is up gets a new text, and keeps its
   * place.
   *
   * @param text what the person wants to say, up to 140 characters; may be empty
   */
  void raiseHand(boolean raised, String text);

  /** Shows a reaction to everybody, if {@link StreamState#reactions} is there. */
  void react(Reaction reaction);

  /** Host or co-host: changes what the desk shows, or who is in the stream. */
  void desk(DeskCall call);

  /** Goes on stage as the host has proposed. */
  void acceptInvitation(boolean microphoneOn);

  /** Answers the host's invitation with "not now", which lowers the hand. */
  void declineInvitation();

  /** Goes from the stage to the audience. */
  void leaveStage();

  /** Host: invites a listener to speak. */
  void invite(String identity);

  /** Host: lowers another person's hand. */
  void lowerHand(String identity);

  /** Host: moves a speaker to the audience. */
  void moveToAudience(String identity);

  /**
   * Sets how loud the stream is played to a listener. On stage it has no effect: the other speakers
   * are played as they come.
   *
   * @param volume the gain of the player, 0 (mute) to 1
   */
  void setVolume(double volume);

  /**
   * Plays another speaker silently to this person alone, or aloud again. It has effect while this
   * person is on stage, where speakers come each on their own, and lasts as long as the session.
   */
  void silence(String identity, boolean silent);

  /**
   * Starts or stops the measuring of {@link StreamState#levels}, the dominant speaker and the
   * quality. It is on at first; a window that nobody sees can do without.
   */
  void followLevels(boolean followed);

  /** Host: asks a speaker's microphone to turn itself off. */
  void mute(String identity);

  /** Host: asks all microphones but its own to turn themselves off. */
  void muteAll();

  /**
   * Writes to the chat. The message is in {@link StreamState#chat} at once, where its state tells
   * whether it was sent. One that is blank or longer than {@link Chat#MAX_LENGTH} is ignored.
   */
  void sendMessage(String text);

  /** Tries again to send a message that failed. */
  void sendMessageAgain(long id);

  /** Forgets a message that failed. */
  void discardMessage(long id);

  /** Changes the text of one of this person's messages. */
  void editMessage(long id, String text);

  /** Removes one of this person's messages for everybody. */
  void removeMessage(long id);

  /** Fetches a page of older messages. */
  void loadEarlierMessages();

  /** Tells the others that this person is typing; may be called with every key. */
  void typing();

  /** Tells whether the chat is in sight: messages that arrive while it is count as read. */
  void followChat(boolean visible);

  /** Becomes the host in place of one who has been lost, if {@link StreamState#mayTakeOver}. */
  void takeOver();

  /** Host: ends the stream for everybody; one that is still being created is taken back. */
  void endStream();

  /**
   * Connects anew at once, because connections are probably broken: the computer has slept or has
   * changed its network. The place in the stream is kept.
   */
  void reconnect();

  /** Leaves the stream, which goes on without this person, be it the host. */
  void leave();

  /**
   * Completes when the stream has been left and nothing is left to be done: connections are closed,
   * and a stream that its host gave up while it was being created is deleted, or has been tried to
   * for a minute. A program should not end before that, or the stream stays without a host.
   */
  CompletableFuture<Void> settled();

  /**
   * Leaves if that has not happened yet, and waits up to two seconds until the room, the player and
   * Sync have been closed. Called from the consumer it does not wait.
   */
  @Override
  void close();
}
