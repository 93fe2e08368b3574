package app.rostrum.stream;

import app.rostrum.backend.Backend;
import app.rostrum.media.MediaEngine;
import java.time.Clock;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;

/**
 * One person in one stream, from joining to leaving. A state machine on one serial executor: every
 * method returns at once and shows its effect as a new {@link StreamState}. The consumer is called
 * on that executor, in order; after {@link Phase.Left} never again.
 */
public final class StreamSession implements AutoCloseable {
  /** What a session is made of. The media engine outlives it. */
  public record Services(Backend backend, OkHttpClient http, MediaEngine media, Clock clock) {}

  private StreamSession() {}

  /** Creates a stream and goes on stage as its host. */
  public static StreamSession create(
      Services services,
      String identity,
      String streamName,
      boolean openStage,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    throw new UnsupportedOperationException();
  }

  /** Joins a stream as {@link Role#SPEAKER} or {@link Role#VIEWER}. */
  public static StreamSession join(
      Services services,
      String identity,
      String streamName,
      Role role,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    throw new UnsupportedOperationException();
  }

  public StreamState state() {
    throw new UnsupportedOperationException();
  }

  public void setMicrophone(boolean on) {
    throw new UnsupportedOperationException();
  }

  /** Raises or lowers this person's own hand. */
  public void raiseHand(boolean raised) {
    throw new UnsupportedOperationException();
  }

  public void acceptInvitation(boolean microphoneOn) {
    throw new UnsupportedOperationException();
  }

  /** Says "not now", which lowers the hand. */
  public void declineInvitation() {
    throw new UnsupportedOperationException();
  }

  /** Leaves the stage for the audience by one's own choice. */
  public void leaveStage() {
    throw new UnsupportedOperationException();
  }

  /** Host: invites a listener to speak. */
  public void invite(String identity) {
    throw new UnsupportedOperationException();
  }

  /** Host: lowers somebody's hand. */
  public void lowerHand(String identity) {
    throw new UnsupportedOperationException();
  }

  /** Host: moves a speaker to the audience. */
  public void moveToAudience(String identity) {
    throw new UnsupportedOperationException();
  }

  /**
   * @param volume of what is heard, 0 (mute) to 1
   */
  public void setVolume(double volume) {
    throw new UnsupportedOperationException();
  }

  /** Host: ends the stream for everybody. */
  public void endStream() {
    throw new UnsupportedOperationException();
  }

  /** Leaves; a host's stream goes on without it. */
  public void leave() {
    throw new UnsupportedOperationException();
  }

  /** Leaves if that has not happened yet, and frees everything. */
  @Override
  public void close() {}
}
