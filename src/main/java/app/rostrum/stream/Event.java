package app.rostrum.stream;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.DeskCall;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.media.MediaConnectivity;
import app.rostrum.sdk.conversations.Conversation;
import app.rostrum.sdk.conversations.ConversationsClient;
import app.rostrum.sdk.conversations.Message;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.sync.SyncDocument;
import app.rostrum.sdk.sync.SyncMap;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.sdk.video.LocalDataTrack;
import app.rostrum.sdk.video.RemoteParticipant;
import app.rostrum.sdk.video.Room;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event of a session. Its number identifies the call, connection or opening it belongs to, so
 * that news of one that was given up is recognised and dropped.
 */
sealed interface Event {
  /** A command of the person. */
  sealed interface Command extends Event {
    record Microphone(boolean on) implements Command {}

    /**
     * @param text what the person wants to say; may be empty
     */
    record Hand(boolean raised, String text) implements Command {}

    record Accept(boolean microphoneOn) implements Command {}

    record Decline() implements Command {}

    record LeaveStage() implements Command {}

    record Invite(String identity) implements Command {}

    record LowerHand(String identity) implements Command {}

    record MoveToAudience(String identity) implements Command {}

    /** A call of the host's desk. */
    record Desk(DeskCall call) implements Command {}

    record Volume(double volume) implements Command {}

    record Silence(String identity, boolean silent) implements Command {}

    record Levels(boolean followed) implements Command {}

    record React(app.rostrum.stream.Reaction reaction) implements Command {}

    record TakeOver() implements Command {}

    record EndStream() implements Command {}

    /**
     * @param identity empty for everybody
     */
    record Mute(Optional<String> identity) implements Command {}

    /** A command for the chat. */
    sealed interface ChatCommand extends Command {
      record Send(String text) implements ChatCommand {}

      record SendAgain(long id) implements ChatCommand {}

      record Discard(long id) implements ChatCommand {}

      record Edit(long id, String text) implements ChatCommand {}

      record Remove(long id) implements ChatCommand {}

      record LoadEarlier() implements ChatCommand {}

      record Typing() implements ChatCommand {}

      record Seen(boolean visible) implements ChatCommand {}
    }

    /** Connections are probably broken, as the computer has slept or changed its network. */
    record Reconnect() implements Command {}

    record Leave() implements Command {}
  }

  /** The backend admitted this person or renewed the token. */
  record Joined(long call, StreamCredentials credentials) implements Event {}

  record JoinRefused(long call, BackendException refusal) implements Event {}

  /** A call other than joining was answered; no refusal means success. */
  record Answered(Action action, Optional<BackendException> refusal) implements Event {}

  /** News of a connection to the room. */
  sealed interface RoomNews extends Event {
    long seat();

    record Connected(long seat, SdkClients.RoomHandle room) implements RoomNews {}

    record Refused(long seat, Throwable failure) implements RoomNews {}

    record Participants(long seat, List<RemoteParticipant> participants) implements RoomNews {}

    record Reconnecting(long seat, boolean reconnecting) implements RoomNews {}

    /** Media connectivity has changed. */
    record Connectivity(long seat, MediaConnectivity connectivity, String address)
        implements RoomNews {}

    record Dominant(long seat, Optional<String> identity) implements RoomNews {}

    record Disconnected(long seat, DisconnectReason reason) implements RoomNews {}

    /** The sound of another participant has been received. */
    record FirstAudio(long seat) implements RoomNews {}

    /** Statistics arrived, or none could be had. */
    record Measured(long seat, Optional<Room.Stats> stats) implements RoomNews {}

    /**
     * There is no microphone to publish.
     *
     * @param refused whether the room has refused it
     */
    record MicrophoneFailed(long seat, boolean refused, String message) implements RoomNews {}

    /** The data track for messages to the others is published. */
    record DataTrack(long seat, LocalDataTrack track) implements RoomNews {}

    /** A participant asks this person's microphone to turn itself off. */
    record MuteAsked(long seat, String by) implements RoomNews {}

    /** The quality of the participants' connections has changed, by identity. */
    record NetworkQuality(long seat, Map<String, Integer> qualities) implements RoomNews {}
  }

  /** A room or player that is being connected has got on. */
  record Progress(long seat) implements Event {}

  /** News of a player. */
  sealed interface PlayerNews extends Event {
    long seat();

    record State(long seat, Player.State state) implements PlayerNews {}

    /** Media connectivity has changed. */
    record Connectivity(long seat, MediaConnectivity connectivity, String address)
        implements PlayerNews {}

    record Refused(long seat, int status, String message) implements PlayerNews {}

    record Measured(long seat, Optional<Player.Stats> stats) implements PlayerNews {}
  }

  /** News of Sync. */
  sealed interface SyncNews extends Event {
    record State(SyncClient.State state) implements SyncNews {}

    record TokenAboutToExpire() implements SyncNews {}

    record ServerRestarting() implements SyncNews {}

    record MapOpened(StreamObject object, long opening, SyncMap map) implements SyncNews {}

    record Item(StreamObject object, long opening, String key, SyncMap.Item item)
        implements SyncNews {}

    record ItemRemoved(StreamObject object, long opening, String key) implements SyncNews {}

    record DocumentOpened(StreamObject object, long opening, SyncDocument document)
        implements SyncNews {}

    record DocumentData(StreamObject object, long opening, JsonObject data) implements SyncNews {}

    /** An object cannot be opened, or has been removed (status 404). */
    record Lost(StreamObject object, long opening, int status) implements SyncNews {}
  }

  /** News of the chat. */
  sealed interface ChatNews extends Event {
    record State(ConversationsClient.State state) implements ChatNews {}

    record TokenAboutToExpire() implements ChatNews {}

    record Opened(long opening, Conversation conversation) implements ChatNews {}

    record NotOpened(long opening, Throwable failure) implements ChatNews {}

    record Added(long opening, Message message) implements ChatNews {}

    record Updated(long opening, Message message) implements ChatNews {}

    record Removed(long opening, long index) implements ChatNews {}

    record Typing(long opening, List<String> identities) implements ChatNews {}

    record Changed(long opening, Conversation.State state) implements ChatNews {}

    record Ended(long opening, Conversation.Ending ending) implements ChatNews {}

    /** Older messages arrived, or none could be had. */
    record Earlier(long opening, Optional<Conversation.Page> page) implements ChatNews {}

    record Sent(long id, Message message) implements ChatNews {}

    record NotSent(long id, Throwable failure) implements ChatNews {}

    /** An edit or a removal did not succeed. */
    record NotChanged(long id, Throwable failure) implements ChatNews {}
  }

  /** A timer has fired. */
  sealed interface TimeUp extends Event {
    /** The server should be back from its restart. */
    record Restart() implements TimeUp {}

    /** A room or player has taken too long to connect. */
    record Connecting(long seat) implements TimeUp {}

    /** A player has reconnected by itself in vain for long enough. */
    record Reconnecting(long seat) implements TimeUp {}

    /** Room and player have been heard together for long enough. */
    record Overlap(long seat) implements TimeUp {}

    /** The room that was left has been heard beside the player for long enough. */
    record Parting() implements TimeUp {}

    /** The next attempt of a join call is due. */
    record Retry(long call) implements TimeUp {}

    /** The next attempt to take an abandoned creation back is due. */
    record TakingBack() implements TimeUp {}

    record Renewal() implements TimeUp {}

    record Reopening(StreamObject object) implements TimeUp {}

    record Presence() implements TimeUp {}

    record Succession() implements TimeUp {}

    record Reactions() implements TimeUp {}

    /** Captions may have been shown for long enough. */
    record Captions() implements TimeUp {}

    record Hand() implements TimeUp {}

    record Measuring() implements TimeUp {}

    /** Opening the chat has taken too long. */
    record ChatOpening(long opening) implements TimeUp {}

    /** The next attempt to open the chat is due. */
    record ChatRetry() implements TimeUp {}

    /** The next report of the read horizon is due. */
    record ChatRead() implements TimeUp {}
  }

  /** A call that does not change this person's role. */
  sealed interface Action {
    record OwnHand(boolean raised) implements Action {}

    record Presence() implements Action {}

    record Invitation(String identity) implements Action {}

    record LoweredHand(String identity) implements Action {}

    record Removal(String identity) implements Action {}

    record Desk(DeskCall call) implements Action {}

    record Reaction() implements Action {}

    record TakeOver() implements Action {}

    record Deletion() implements Action {}
  }
}
