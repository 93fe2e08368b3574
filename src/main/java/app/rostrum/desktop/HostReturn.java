package app.rostrum.desktop;

import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.services.StreamSessions;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.hosting.Interrupted;
import app.rostrum.stream.Role;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The return of a person to a stream that they hosted when the program was interrupted. UI thread
 * only.
 */
final class HostReturn {
  private static final Logger LOG = LoggerFactory.getLogger(HostReturn.class);

  private final StreamSessions sessions;
  private final Work work;
  private final Texts texts;
  private final BiConsumer<SignedIn, String> lobby;
  private final BiConsumer<SignedIn, Entry> stream;
  private final Consumer<Supplier<Pin>> whileHere;

  /**
   * @param lobby shows the lobby with a notice
   * @param stream enters a stream
   * @param whileHere looks for something until the present screen is left
   */
  HostReturn(
      StreamSessions sessions,
      Work work,
      Texts texts,
      BiConsumer<SignedIn, String> lobby,
      BiConsumer<SignedIn, Entry> stream,
      Consumer<Supplier<Pin>> whileHere) {
    this.sessions = sessions;
    this.work = work;
    this.texts = texts;
    this.lobby = lobby;
    this.stream = stream;
    this.whileHere = whileHere;
  }

  /** Returns to the stream that this person hosted, or says in the lobby what became of it. */
  void returnTo(SignedIn signedIn) {
    lookForHosting(
        signedIn,
        found -> {
          switch (found) {
            case Interrupted.Live(String name) -> enterAsHost(signedIn, name);
            case Interrupted.TakenOver(String name, String host) ->
                lobby.accept(signedIn, texts.get("left.taken-over", name, host));
            case Interrupted.Ended(String name) ->
                lobby.accept(signedIn, texts.get("left.you-ended", name));
            case Interrupted.None() -> {}
          }
        });
  }

  /**
   * Enters the stream anew; as its host if this person hosts it, whatever the way in was. A stream
   * is created only if it is really gone.
   */
  void enter(SignedIn signedIn, Entry entry) {
    lookForHosting(
        signedIn,
        found -> {
          switch (found) {
            case Interrupted.Live(String name) when name.equals(entry.streamName()) ->
                enterAsHost(signedIn, name);
            case Interrupted.TakenOver(String name, String host)
                when name.equals(entry.streamName()) ->
                lobby.accept(signedIn, texts.get("left.taken-over", name, host));
            default -> stream.accept(signedIn, entry);
          }
        });
  }

  /** Enters muted, because nobody should be on air without having looked. */
  private void enterAsHost(SignedIn signedIn, String streamName) {
    stream.accept(signedIn, Entry.join(streamName, Role.SPEAKER, false));
  }

  /** Looks for interrupted hosting while the present screen stays; none if nobody can tell. */
  private void lookForHosting(SignedIn signedIn, Consumer<Interrupted> then) {
    whileHere.accept(
        () ->
            work.run(
                () -> sessions.interrupted(signedIn.deployment().backend(), signedIn.identity()),
                then,
                failure -> {
                  LOG.info("no hosting could be looked for: {}", failure.toString());
                  then.accept(new Interrupted.None());
                }));
  }
}
