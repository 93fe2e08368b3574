package app.rostrum.desktop.lobby;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.LobbyList;
import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.Explanation;
import app.rostrum.desktop.ui.ListDiff;
import app.rostrum.desktop.ui.Names;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.names.LineRule;
import app.rostrum.names.NameRule;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live streams of one backend, refreshed every few seconds, and the commands to create or join
 * one.
 */
public final class LobbyViewModel implements AutoCloseable {
  /** The content of the list. */
  public enum Listing {
    LOADING,
    STREAMS,
    EMPTY,
    /** The backend cannot list its streams; the name is typed. */
    CANNOT_LIST,
    /** The list could not be loaded, and there is no older one to show. */
    FAILED
  }

  private static final Logger log = LoggerFactory.getLogger(LobbyViewModel.class);
  private static final Duration REFRESH = Duration.ofSeconds(4);

  /** The time in which a server that restarts should be back. */
  private static final Duration RESTART = Duration.ofMinutes(1);

  private final SignedIn signedIn;
  private final Work work;
  private final Texts texts;
  private final Clock clock;
  private final Consumer<Entry> enter;
  private final Consumer<String> passcodeRefused;

  private final ObservableList<StreamSummary> streams = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Listing> listing =
      new ReadOnlyObjectWrapper<>(Listing.LOADING);
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper operatorMessage = new ReadOnlyStringWrapper("");
  private final StringProperty notice = new SimpleStringProperty("");
  private final StringProperty typedName = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper typedNameError = new ReadOnlyStringWrapper("");
  private final StringProperty newName = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper newNameError = new ReadOnlyStringWrapper("");
  private final ReadOnlyLongWrapper minute = new ReadOnlyLongWrapper();
  private Pin refreshing = Pin.NONE;
  private Pin ticking = Pin.NONE;
  private boolean asking;
  private Instant backBy = Instant.MIN;

  /**
   * @param enter enters a stream
   * @param passcodeRefused returns to the passcode entry, with the reason
   */
  public LobbyViewModel(
      SignedIn signedIn,
      Work work,
      Texts texts,
      Clock clock,
      Consumer<Entry> enter,
      Consumer<String> passcodeRefused) {
    this.signedIn = signedIn;
    this.work = work;
    this.texts = texts;
    this.clock = clock;
    this.enter = enter;
    this.passcodeRefused = passcodeRefused;
    typedName.subscribe(() -> typedNameError.set(""));
    newName.subscribe(() -> newNameError.set(""));
  }

  /** Loads the list, and again every few seconds. */
  public void open() {
    refresh();
    ticking = work.ui().every(REFRESH, this::refresh);
  }

  /** Loads the list. */
  public void refresh() {
    if (asking) {
      return;
    }
    asking = true;
    refreshing =
        work.run(
            () -> signedIn.deployment().backend().listLobby(),
            found -> {
              asking = false;
              show(found);
            },
            failure -> {
              asking = false;
              fail(failure);
            });
  }

  private void show(Optional<LobbyList> found) {
    problem.set("");
    backBy = Instant.MIN;
    minute.set(clock.millis() / 60_000);
    if (found.isEmpty()) {
      listing.set(Listing.CANNOT_LIST);
      ticking.close();
      return;
    }
    operatorMessage.set(
        Optional.of(line(found.get().operatorMessage(), LineRule.LONG))
            .filter(message -> !message.isEmpty())
            .map(message -> texts.get("notice.OPERATOR_MESSAGE", message))
            .orElse(""));
    ListDiff.apply(streams, found.get().streams(), StreamSummary::streamName);
    listing.set(streams.isEmpty() ? Listing.EMPTY : Listing.STREAMS);
  }

  private void fail(Throwable failure) {
    if (failure instanceof BackendException refused
        && refused.kind() == BackendException.Kind.PASSCODE) {
      passcodeRefused.accept(Explanation.of(refused, texts));
      return;
    }
    if (failure instanceof RejectedExecutionException) {
      close(); // The app has ended, though nobody has left this lobby.
      return;
    }
    log.warn("the streams could not be listed: {}", failure.toString());
    if (BackendException.SERVER_RESTARTING.equals(failure.getMessage())) {
      backBy = clock.instant().plus(RESTART);
    }
    problem.set(
        clock.instant().isBefore(backBy)
            ? texts.get("interrupted.RESTARTING")
            : Explanation.of(failure, texts));
    if (streams.isEmpty()) {
      listing.set(Listing.FAILED);
    }
  }

  /** Checks the name of a new stream; returns false, and shows the reason, if it cannot be used. */
  public boolean newNameUsable() {
    String name = NameRule.normalize(newName.get());
    Optional<String> wrong = Names.problemOfStream(name);
    if (wrong.isPresent()) {
      newNameError.set(texts.get(wrong.get()));
      return false;
    }
    if (streams.stream().anyMatch(s -> s.streamName().equals(name))) {
      newNameError.set(texts.get("lobby.name-taken"));
      return false;
    }
    return true;
  }

  /** Creates a stream and goes on its stage. */
  public void create(StreamSettings setting, boolean microphoneOn) {
    if (newNameUsable()) {
      String name = NameRule.normalize(newName.get());
      newName.set("");
      enter.accept(new Entry(name, Role.HOST, setting, microphoneOn));
    }
  }

  public void join(String streamName, Role role, boolean microphoneOn) {
    enter.accept(Entry.join(streamName, role, microphoneOn));
  }

  /** Returns the typed name; empty if it cannot be used, with the reason shown. */
  public Optional<String> usableTypedName() {
    String name = NameRule.normalize(typedName.get());
    Optional<String> wrong = Names.problemOfStream(name);
    wrong.ifPresent(key -> typedNameError.set(texts.get(key)));
    return wrong.isPresent() ? Optional.empty() : Optional.of(name);
  }

  /** Returns whether a stream is being recorded, as far as the list says. */
  boolean isRecorded(String streamName) {
    return streams.stream().anyMatch(s -> s.streamName().equals(streamName) && s.recorded());
  }

  /** Describes a stream, for example "3 speakers · 20 listeners · 5 min". */
  public String describe(StreamSummary stream) {
    long minutes = Math.max(0, Duration.between(stream.startedAt(), clock.instant()).toMinutes());
    String since =
        minutes < 60
            ? texts.get("lobby.minutes", minutes)
            : texts.get("lobby.hours", minutes / 60, minutes % 60);
    return texts.get("lobby.details", stream.speakers(), stream.listeners(), since);
  }

  /** Returns what a stream is about now, as one line of usual length; may be empty. */
  static String topic(StreamSummary stream) {
    return line(stream.topic(), LineRule.SHORT);
  }

  private static String line(String text, int most) {
    return LineRule.shortened(LineRule.clean(text), most);
  }

  @Override
  public void close() {
    refreshing.close();
    ticking.close();
  }

  public SignedIn signedIn() {
    return signedIn;
  }

  public ObservableList<StreamSummary> streams() {
    return streams;
  }

  public ReadOnlyObjectProperty<Listing> listingProperty() {
    return listing.getReadOnlyProperty();
  }

  /** The reason why the list is old or missing; empty if all is well. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** The message of the server's operator to everybody; empty if there is none. */
  public ReadOnlyStringProperty operatorMessageProperty() {
    return operatorMessage.getReadOnlyProperty();
  }

  /** The reason why the last stream was left; empty if there is nothing to say. */
  public StringProperty noticeProperty() {
    return notice;
  }

  public StringProperty typedNameProperty() {
    return typedName;
  }

  public ReadOnlyStringProperty typedNameErrorProperty() {
    return typedNameError.getReadOnlyProperty();
  }

  public StringProperty newNameProperty() {
    return newName;
  }

  public ReadOnlyStringProperty newNameErrorProperty() {
    return newNameError.getReadOnlyProperty();
  }

  /** Changes when {@link #describe} gives other times. */
  public ReadOnlyLongProperty minuteProperty() {
    return minute.getReadOnlyProperty();
  }
}
