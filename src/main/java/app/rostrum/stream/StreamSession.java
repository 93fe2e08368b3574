package app.rostrum.stream;

import app.rostrum.backend.Backend;
import app.rostrum.media.MediaEngine;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.OkHttpClient;

/**
 * One person in one stream, from joining to leaving. A state machine on one serial executor: every
 * method but {@link #close} returns at once and shows its effect as a new {@link StreamState}. The
 * consumer is called on that executor, in order; after {@link Phase.Left} never again. What a
 * method asks for when it has no meaning (a hand on stage, an invitation answered twice) is passed
 * over.
 */
public final class StreamSession implements AutoCloseable {
  /** What a session is made of. The media engine outlives it. */
  public record Services(Backend backend, OkHttpClient http, MediaEngine media, Clock clock) {}

  /** Of somebody who creates nothing. */
  private static final Setting NONE = new Setting(false, false);

  /** How long {@link #close} waits for goodbyes to be sent. */
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final Machine machine;

  private StreamSession(Machine machine) {
    this.machine = machine;
  }

  /**
   * What a host decides when it creates a stream.
   *
   * @param openStage whether anybody may join as a speaker
   * @param chat whether people can chat
   */
  public record Setting(boolean openStage, boolean chat) {}

  /** Creates a stream and goes on stage as its host. */
  public static StreamSession create(
      Services services,
      String identity,
      String streamName,
      Setting setting,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    return begin(services, identity, streamName, Role.HOST, setting, microphoneOn, onState);
  }

  /** As above, with chat. */
  public static StreamSession create(
      Services services,
      String identity,
      String streamName,
      boolean openStage,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    return create(
        services, identity, streamName, new Setting(openStage, true), microphoneOn, onState);
  }

  /**
   * Joins a stream as {@link Role#SPEAKER} or {@link Role#VIEWER}.
   *
   * @throws IllegalArgumentException if the role is {@link Role#HOST}: a stream's host is who
   *     created it
   */
  public static StreamSession join(
      Services services,
      String identity,
      String streamName,
      Role role,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    if (role == Role.HOST) {
      throw new IllegalArgumentException("a stream has the host who created it");
    }
    return begin(services, identity, streamName, role, NONE, microphoneOn, onState);
  }

  private static StreamSession begin(
      Services services,
      String identity,
      String streamName,
      Role role,
      Setting setting,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    var gates = new SdkGates(services.http(), services.media());
    var loop = new SerialLoop("stream-session");
    return begin(
        machine ->
            new Desk(
                identity,
                streamName,
                services.backend(),
                gates,
                services.media()::createAudioTrack,
                services.clock(),
                loop,
                new SplittableRandom(),
                machine),
        role,
        setting,
        microphoneOn,
        onState);
  }

  /** With seams of the caller's choice. */
  static StreamSession begin(
      Function<Consumer<Event>, Desk> desk,
      Role role,
      Setting setting,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    var machine = new Machine(desk, role, setting, microphoneOn, onState);
    machine.start();
    return new StreamSession(machine);
  }

  /** The state as last given to the consumer. */
  public StreamState state() {
    return machine.state();
  }

  /** Opens or closes the microphone; on stage, and on the way there. */
  public void setMicrophone(boolean on) {
    machine.wish(new Event.Wish.Microphone(on));
  }

  /** Raises or lowers this person's own hand. */
  public void raiseHand(boolean raised) {
    machine.wish(new Event.Wish.Hand(raised));
  }

  public void acceptInvitation(boolean microphoneOn) {
    machine.wish(new Event.Wish.Accept(microphoneOn));
  }

  /** Says "not now", which lowers the hand. */
  public void declineInvitation() {
    machine.wish(new Event.Wish.Decline());
  }

  /** Leaves the stage for the audience by one's own choice. */
  public void leaveStage() {
    machine.wish(new Event.Wish.LeaveStage());
  }

  /** Host: invites a listener to speak. */
  public void invite(String identity) {
    machine.wish(new Event.Wish.Invite(identity));
  }

  /** Host: lowers somebody's hand. */
  public void lowerHand(String identity) {
    machine.wish(new Event.Wish.LowerHand(identity));
  }

  /** Host: moves a speaker to the audience. */
  public void moveToAudience(String identity) {
    machine.wish(new Event.Wish.MoveToAudience(identity));
  }

  /**
   * Sets how loud the stream is played to a listener. On stage it has no effect: the other speakers
   * are played as they come.
   *
   * @param volume of what is heard, 0 (mute) to 1
   */
  public void setVolume(double volume) {
    machine.wish(new Event.Wish.Volume(Math.clamp(volume, 0, 1)));
  }

  /**
   * Whether {@link StreamState#levels}, the dominant speaker and the quality are kept up to date,
   * which they are at first. A window that nobody sees can do without.
   */
  public void followLevels(boolean followed) {
    machine.wish(new Event.Wish.Levels(followed));
  }

  /** Host: asks a speaker's microphone to turn itself off. */
  public void mute(String identity) {
    machine.wish(new Event.Wish.Mute(Optional.of(identity)));
  }

  /** Host: asks all microphones but its own to turn themselves off. */
  public void muteAll() {
    machine.wish(new Event.Wish.Mute(Optional.empty()));
  }

  /**
   * Writes to the chat. The message is in {@link StreamState#chat} at once and says there what came
   * of it. One that is blank or longer than {@link Chat#MAX_LENGTH} is passed over.
   */
  public void sendMessage(String text) {
    machine.wish(new Event.Wish.Chatting.Send(text));
  }

  /** Tries a message again that could not be sent. */
  public void sendMessageAgain(long id) {
    machine.wish(new Event.Wish.Chatting.SendAgain(id));
  }

  /** Forgets a message that could not be sent. */
  public void discardMessage(long id) {
    machine.wish(new Event.Wish.Chatting.Discard(id));
  }

  /** Changes a message of one's own. */
  public void editMessage(long id, String text) {
    machine.wish(new Event.Wish.Chatting.Edit(id, text));
  }

  /** Removes a message of one's own for everybody. */
  public void removeMessage(long id) {
    machine.wish(new Event.Wish.Chatting.Remove(id));
  }

  /** Fetches a page of older messages. */
  public void loadEarlierMessages() {
    machine.wish(new Event.Wish.Chatting.LoadEarlier());
  }

  /** Says that this person is typing; may be called with every key. */
  public void typing() {
    machine.wish(new Event.Wish.Chatting.Typing());
  }

  /** Whether the chat is in sight: what arrives while it is counts as read. */
  public void followChat(boolean visible) {
    machine.wish(new Event.Wish.Chatting.Seen(visible));
  }

  /** Host: ends the stream for everybody. */
  public void endStream() {
    machine.wish(new Event.Wish.EndStream());
  }

  /** Leaves; a host's stream goes on without it. */
  public void leave() {
    machine.wish(new Event.Wish.Leave());
  }

  /**
   * Leaves if that has not happened yet, and waits up to two seconds until the room, the player and
   * Sync have been closed. Called from the consumer it does not wait.
   */
  @Override
  public void close() {
    leave();
    machine.awaitClosed(CLOSING);
  }
}
