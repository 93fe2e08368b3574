package app.rostrum.stream;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.sync.SyncDocument;
import app.rostrum.sdk.sync.SyncException;
import app.rostrum.sdk.sync.SyncMap;
import app.rostrum.threads.Backoff;
import app.rostrum.threads.Timers.Timer;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to Sync with the four objects of a stream. It stays open through changes of role.
 * An object that cannot be opened or is lost is opened again until that succeeds. On the loop only.
 */
final class SyncLink {
  private static final Logger log = LoggerFactory.getLogger(SyncLink.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static final class Slot {
    final String name;
    final Backoff backoff;
    long opening;
    boolean heard;
    boolean everOpen;
    @Nullable AutoCloseable object;
    @Nullable Timer timer;

    Slot(String name, Backoff backoff) {
      this.name = name;
      this.backoff = backoff;
    }
  }

  private final SessionContext context;
  private final Map<StreamObject, Slot> slots = new EnumMap<>(StreamObject.class);
  private SdkClients.@Nullable SyncHandle handle;
  private SyncClient.State state = SyncClient.State.CONNECTING;
  private boolean everConnected;
  private String token = "";
  private long openings;

  SyncLink(SessionContext context) {
    this.context = context;
  }

  /** Connects, or takes over a new token; opens the objects that the credentials name. */
  void use(StreamCredentials credentials) {
    if (handle == null) {
      try {
        handle = context.clients().connectSync(credentials, new ClientListener(context));
      } catch (Throwable e) {
        // Sound does not depend on Sync.
        log.warn("Sync could not be connected", e);
        return;
      }
    } else if (!credentials.token().equals(token)) {
      handle
          .updateToken(credentials.token())
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  log.info("Sync did not accept the new token: {}", failure.getMessage());
                }
              });
    }
    token = credentials.token();
    open(StreamObject.SPEAKERS, credentials.speakersMap());
    open(StreamObject.VIEWERS, credentials.viewersMap());
    open(StreamObject.HANDS, credentials.raisedHandsMap());
    credentials.userDocument().ifPresent(name -> open(StreamObject.DOCUMENT, name));
    credentials.reactionsDocument().ifPresent(name -> open(StreamObject.REACTIONS, name));
    credentials.captionsDocument().ifPresent(name -> open(StreamObject.CAPTIONS, name));
    credentials.desk().ifPresent(desk -> open(StreamObject.STREAM, desk.document()));
  }

  /** Opens the map of those kept out, or closes it. */
  void followKeptOut(Optional<String> name) {
    Slot slot = slots.get(StreamObject.KEPT_OUT);
    if (name.isPresent()) {
      open(StreamObject.KEPT_OUT, name.get());
    } else if (slot != null) {
      closeSlot(slot);
      slots.remove(StreamObject.KEPT_OUT);
    }
  }

  /** Connects anew at once, because the connection is probably broken. */
  void reconnect() {
    if (handle != null) {
      handle.reconnect();
    }
  }

  private void open(StreamObject part, String name) {
    Slot slot = slots.get(part);
    if (slot != null && slot.name.equals(name)) {
      return;
    }
    if (slot != null) {
      closeSlot(slot);
    }
    slot = new Slot(name, context.backoff(LONGEST_WAIT));
    slots.put(part, slot);
    open(part, slot);
  }

  private void open(StreamObject part, Slot slot) {
    SdkClients.SyncHandle sync = handle;
    if (sync == null) {
      return;
    }
    long opening = ++openings;
    slot.opening = opening;
    slot.heard = false;
    slot.timer = null;
    if (part.isDocument()) {
      SessionContext.attempt(
              () -> sync.openDocument(slot.name, new DocumentListener(context, part, opening)))
          .whenComplete(
              (document, failure) ->
                  context.post(
                      failure == null
                          ? new Event.SyncNews.DocumentOpened(part, opening, document)
                          : new Event.SyncNews.Lost(part, opening, status(failure))));
    } else {
      SessionContext.attempt(() -> sync.openMap(slot.name, new MapListener(context, part, opening)))
          .whenComplete(
              (map, failure) ->
                  context.post(
                      failure == null
                          ? new Event.SyncNews.MapOpened(part, opening, map)
                          : new Event.SyncNews.Lost(part, opening, status(failure))));
    }
  }

  private static int status(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof SyncException refused ? refused.status() : 0;
  }

  /** Returns whether an event belongs to the object that is open or being opened now. */
  boolean current(StreamObject part, long opening) {
    Slot slot = slots.get(part);
    return slot != null && slot.opening == opening;
  }

  /** Returns whether an object is open; events before that belong to its first content. */
  boolean isOpen(StreamObject part) {
    Slot slot = slots.get(part);
    return slot != null && slot.object != null;
  }

  /** Returns whether this is the first event of an opening, which carries the first content. */
  boolean firstHeard(StreamObject part) {
    Slot slot = slots.get(part);
    boolean first = slot != null && !slot.heard;
    if (slot != null) {
      slot.heard = true;
    }
    return first;
  }

  /** Returns whether this object has been open before. */
  boolean everOpen(StreamObject part) {
    Slot slot = slots.get(part);
    return slot != null && slot.everOpen;
  }

  void opened(StreamObject part, AutoCloseable object) {
    Slot slot = slots.get(part);
    if (slot != null) {
      slot.object = object;
      slot.everOpen = true;
      slot.backoff.connected();
    }
  }

  /** Opens an object again a little later, as it was lost or could not be opened. */
  void lost(StreamObject part) {
    Slot slot = slots.get(part);
    if (slot == null) {
      return;
    }
    closeSlot(slot);
    slot.timer =
        slot.backoff
            .next()
            .map(wait -> context.after(wait, new Event.TimeUp.Reopening(part)))
            .orElse(null);
  }

  void reopen(StreamObject part) {
    Slot slot = slots.get(part);
    if (slot != null && slot.object == null) {
      open(part, slot);
    }
  }

  /** Takes the connection's state; returns whether it is back after a loss. */
  boolean state(SyncClient.State next) {
    boolean back = next == SyncClient.State.CONNECTED && everConnected && state != next;
    everConnected |= next == SyncClient.State.CONNECTED;
    state = next;
    return back;
  }

  /** Returns whether the lists may be out of date. */
  boolean troubled() {
    return everConnected
        && (state != SyncClient.State.CONNECTED
            || slots.entrySet().stream()
                .filter(slot -> slot.getKey() != StreamObject.KEPT_OUT)
                .filter(slot -> !slot.getKey().isExtra())
                .map(Map.Entry::getValue)
                .anyMatch(s -> s.timer != null || (s.everOpen && s.object == null)));
  }

  private void closeSlot(Slot slot) {
    slot.opening = 0;
    if (slot.timer != null) {
      slot.timer.cancel();
      slot.timer = null;
    }
    if (slot.object != null) {
      context.close(slot.object);
      slot.object = null;
    }
  }

  /** Ends the link and returns the client to close. */
  Optional<AutoCloseable> end() {
    for (Slot slot : slots.values()) {
      if (slot.timer != null) {
        slot.timer.cancel();
      }
    }
    slots.clear();
    Optional<AutoCloseable> last = Optional.ofNullable(handle);
    handle = null;
    return last;
  }

  private record ClientListener(SessionContext context) implements SyncClient.Listener {
    @Override
    public void onState(SyncClient.State state) {
      context.post(new Event.SyncNews.State(state));
    }

    @Override
    public void onTokenAboutToExpire() {
      context.post(new Event.SyncNews.TokenAboutToExpire());
    }

    @Override
    public void onServerRestarting() {
      context.post(new Event.SyncNews.ServerRestarting());
    }
  }

  private record MapListener(SessionContext context, StreamObject part, long opening)
      implements SyncMap.Listener {
    @Override
    public void onItem(String key, SyncMap.Item item) {
      context.post(new Event.SyncNews.Item(part, opening, key, item));
    }

    @Override
    public void onItemRemoved(String key) {
      context.post(new Event.SyncNews.ItemRemoved(part, opening, key));
    }

    @Override
    public void onRemoved() {
      context.post(new Event.SyncNews.Lost(part, opening, 404));
    }
  }

  private record DocumentListener(SessionContext context, StreamObject part, long opening)
      implements SyncDocument.Listener {
    @Override
    public void onData(JsonObject data) {
      context.post(new Event.SyncNews.DocumentData(part, opening, data));
    }

    @Override
    public void onRemoved() {
      context.post(new Event.SyncNews.Lost(part, opening, 404));
    }
  }
}
