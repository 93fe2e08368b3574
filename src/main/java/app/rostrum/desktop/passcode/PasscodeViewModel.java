package app.rostrum.desktop.passcode;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.Passcode;
import app.rostrum.backend.WebAddress;
import app.rostrum.desktop.services.Deployment;
import app.rostrum.desktop.services.DesktopServices;
import app.rostrum.desktop.services.KeptBackends;
import app.rostrum.desktop.services.LocalHosting.LocalHost;
import app.rostrum.desktop.services.SecretStore;
import app.rostrum.desktop.ui.Explanation;
import app.rostrum.desktop.ui.Names;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.names.NameRule;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Name and passcode: checked while they are typed, verified by the server on Continue. */
public final class PasscodeViewModel {
  /** The work in progress. */
  public enum Busy {
    NO,
    VERIFYING,
    STARTING_HOST
  }

  private static final Logger log = LoggerFactory.getLogger(PasscodeViewModel.class);

  private final DesktopServices services;
  private final Work work;
  private final Texts texts;
  private final BiConsumer<SignedIn, Optional<String>> whenSignedIn;

  private final StringProperty name = new SimpleStringProperty("");
  private final StringProperty passcode = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper nameError = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper passcodeError = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper passcodeHint = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper hostError = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper memoryNote = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Busy> busy = new ReadOnlyObjectWrapper<>(Busy.NO);
  private final NearbyViewModel nearby;
  private final KeptBackends backends;
  private final KnownViewModel known;
  private String opened = "";
  private boolean refused;
  private Optional<SecretStore.Place> place = Optional.empty();
  private Pin running = Pin.NONE;

  /**
   * @param whenSignedIn also takes the stream to which the person was invited
   */
  public PasscodeViewModel(
      DesktopServices services,
      Work work,
      Texts texts,
      BiConsumer<SignedIn, Optional<String>> whenSignedIn) {
    this.services = services;
    this.work = work;
    this.texts = texts;
    this.whenSignedIn = whenSignedIn;
    this.nearby = new NearbyViewModel(services.signIn(), work.ui());
    this.backends = new KeptBackends(services.secrets());
    this.known = new KnownViewModel(backends, work, passcode::set);
    name.subscribe(() -> nameError.set(""));
    passcode.subscribe(
        () -> {
          passcodeError.set("");
          passcodeHint.set(hint(passcode.get()));
        });
  }

  /**
   * Fills in the link with which the app was opened, as what it says, without the words around it;
   * or says that it is no invitation. Nothing is loaded before the person goes on.
   */
  public void open(String link) {
    InvitationLink.parseOpened(link)
        .ifPresentOrElse(
            read -> {
              opened = read.format();
              passcode.set(opened);
            },
            () -> passcodeError.set(texts.get("passcode.bad-link")));
  }

  /** Fills in the remembered name and passcode, unless the person has begun to type. */
  public void recall() {
    record Remembered(
        Optional<String> name,
        Optional<String> passcode,
        List<InvitationLink> backends,
        SecretStore.Place place) {}
    work.run(
        () ->
            new Remembered(
                services.secrets().read(SecretStore.NAME),
                services.secrets().read(SecretStore.PASSCODE),
                backends.read(),
                services.secrets().place()),
        remembered -> {
          if (name.get().isEmpty() && passcode.get().equals(opened)) {
            remembered.name().ifPresent(name::set);
            recall(remembered.passcode());
          }
          known.show(remembered.backends(), Optional.of(passcode.get()));
          remembersIn(remembered.place());
        },
        problem -> {
          log.warn("the remembered name and passcode could not be read: {}", problem.toString());
          remembersIn(SecretStore.Place.MEMORY);
        });
  }

  private void remembersIn(SecretStore.Place where) {
    place = Optional.of(where);
    memoryNote.set(texts.get("passcode.kept." + where));
  }

  /**
   * Fills in the remembered passcode, unless there is a link, under the reason shown to enter it.
   */
  private void recall(Optional<String> remembered) {
    if (opened.isEmpty() && !refused) {
      String reason = passcodeError.get();
      remembered.ifPresent(passcode::set);
      passcodeError.set(reason);
    }
  }

  /** Verifies name and passcode with the server. */
  public void signIn() {
    if (busy.get() != Busy.NO) {
      return;
    }
    hostError.set("");
    String identity = NameRule.normalize(name.get());
    String code = nearby.complete(passcode.get().strip());
    Names.problemOfPerson(identity).ifPresent(key -> nameError.set(texts.get(key)));
    passcodeProblem(code).ifPresent(passcodeError::set);
    if (!nameError.get().isEmpty() || !passcodeError.get().isEmpty()) {
      return;
    }
    busy.set(Busy.VERIFYING);
    running =
        work.run(
            () -> {
              Deployment deployment = verified(code);
              remember(identity, withoutStream(code));
              remember(deployment);
              return deployment;
            },
            deployment -> finish(new SignedIn(identity, deployment, false), invitedTo(code)),
            problem -> {
              busy.set(Busy.NO);
              passcodeError.set(explain(problem));
            });
  }

  /** Signs in. A passcode that is refused is not kept for another time. */
  private Deployment verified(String code) {
    try {
      return services.signIn().signIn(code);
    } catch (BackendException e) {
      if (e.kind() == BackendException.Kind.PASSCODE) {
        forgetRefused(withoutStream(code));
      }
      throw e;
    }
  }

  private void forgetRefused(String code) {
    try {
      services
          .secrets()
          .read(SecretStore.PASSCODE)
          .filter(code::equals)
          .ifPresent(kept -> services.secrets().forget(SecretStore.PASSCODE));
      Optional<InvitationLink> refusedAt = InvitationLink.parse(code);
      backends.read().stream()
          .filter(kept -> Optional.of(kept).equals(refusedAt))
          .flatMap(kept -> kept.address().stream())
          .forEach(backends::forget);
    } catch (RuntimeException e) {
      log.warn("a refused passcode could not be forgotten: {}", e.toString());
    }
  }

  /** Starts the embedded cloud and signs in to it. */
  public void hostHere() {
    if (busy.get() != Busy.NO) {
      return;
    }
    passcodeError.set("");
    hostError.set("");
    String identity = NameRule.normalize(name.get());
    Optional<String> problem = Names.problemOfPerson(identity);
    if (problem.isPresent()) {
      nameError.set(texts.get(problem.get()));
      return;
    }
    busy.set(Busy.STARTING_HOST);
    running =
        work.run(
            () -> {
              LocalHost host = services.hosting().start().join();
              Deployment deployment = services.signIn().signIn(host.invitationLink());
              remember(identity, host.passcode());
              return deployment;
            },
            deployment -> finish(new SignedIn(identity, deployment, true), Optional.empty()),
            failure -> {
              busy.set(Busy.NO);
              log.warn("hosting on this computer failed: {}", failure.toString());
              hostError.set(Explanation.ofHosting(failure, texts));
            });
  }

  /** Gives up the work in progress. */
  public void cancel() {
    running.close();
    busy.set(Busy.NO);
  }

  /** Forgets the remembered name, passcode and backends, because the person signed out. Blocks. */
  public static void forget(SecretStore secrets) {
    secrets.forget(SecretStore.NAME);
    secrets.forget(SecretStore.PASSCODE);
    new KeptBackends(secrets).forgetAll();
  }

  /**
   * Shows under the passcode why the person has to enter it again, for example because it has
   * expired, and forgets the remembered one, which would be refused again.
   */
  public void explainReturn(String text) {
    refused = true;
    passcode.set("");
    passcodeError.set(text);
    work.run(
        () -> {
          services.secrets().forget(SecretStore.PASSCODE);
          return true;
        },
        done -> {},
        failure -> log.warn("a refused passcode could not be forgotten: {}", failure.toString()));
  }

  /** Says in another language what is said already, as far as it is not an answer of the server. */
  public void sayAgain() {
    passcodeHint.set(hint(passcode.get()));
    place.ifPresent(this::remembersIn);
  }

  private void finish(SignedIn signedIn, Optional<String> invitedTo) {
    busy.set(Busy.NO);
    whenSignedIn.accept(signedIn, invitedTo);
  }

  private static Optional<String> invitedTo(String code) {
    return InvitationLink.parse(code).flatMap(InvitationLink::streamName).map(NameRule::normalize);
  }

  /** Returns what to remember of an invitation: its stream will have ended when it is needed. */
  private static String withoutStream(String code) {
    return InvitationLink.parse(code)
        .filter(link -> link.streamName().isPresent())
        .map(link -> link.to(Optional.empty()).format())
        .orElse(code);
  }

  private void remember(String identity, String code) {
    try {
      services.secrets().write(SecretStore.NAME, identity);
      services.secrets().write(SecretStore.PASSCODE, code);
    } catch (RuntimeException e) {
      // A person who cannot be remembered can sign in all the same.
      log.warn("the passcode could not be remembered: {}", e.toString());
    }
  }

  private void remember(Deployment deployment) {
    try {
      backends.remember(deployment.invitationLink());
    } catch (RuntimeException e) {
      log.warn("the backend could not be remembered: {}", e.toString());
    }
  }

  /** Returns the backends used before. */
  public KnownViewModel known() {
    return known;
  }

  /** Returns the hosts in the network. */
  public NearbyViewModel nearby() {
    return nearby;
  }

  /** Tells where a link leads, as far as it says so. */
  private String hint(InvitationLink link) {
    String server = link.address().map(WebAddress::host).orElse("");
    return link.streamName()
        .map(stream -> texts.get("passcode.link-stream", stream, server))
        .orElseGet(() -> texts.get("passcode.link-server", server))
        .strip();
  }

  private static boolean isLink(String text) {
    return text.contains("://");
  }

  private String hint(String text) {
    String digits = Passcode.digits(text);
    if (isLink(text)) {
      return InvitationLink.parse(text)
          .filter(link -> link.address().isPresent())
          .map(this::hint)
          .orElseGet(() -> texts.get("passcode.link"));
    }
    if (digits.isEmpty() || InvitationLink.parse(text).isPresent()) {
      return "";
    }
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return texts.get("passcode.only-digits");
    }
    return digits.length() < Passcode.MIN_LENGTH
        ? texts.get("passcode.length", digits.length(), Passcode.MIN_LENGTH)
        : "";
  }

  private Optional<String> passcodeProblem(String code) {
    if (code.isEmpty()) {
      return Optional.of(texts.get("passcode.empty"));
    }
    if (InvitationLink.parse(code).isPresent()) {
      return Optional.empty();
    }
    if (isLink(code)) {
      return Optional.of(texts.get("passcode.bad-link"));
    }
    String digits = Passcode.digits(code);
    return Optional.of(
        digits.chars().allMatch(c -> c >= '0' && c <= '9')
            ? texts.get("passcode.incomplete", digits.length(), Passcode.MIN_LENGTH)
            : texts.get("passcode.only-digits"));
  }

  private String explain(Throwable problem) {
    if (problem instanceof IllegalArgumentException) {
      return texts.get("passcode.bad-link");
    }
    if (!(problem instanceof BackendException)) {
      log.warn("signing in failed", problem);
    }
    return Explanation.of(problem, texts);
  }

  public StringProperty nameProperty() {
    return name;
  }

  public StringProperty passcodeProperty() {
    return passcode;
  }

  /** The error shown under the name. Like the other texts it is empty if all is well. */
  public ReadOnlyStringProperty nameErrorProperty() {
    return nameError.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty passcodeErrorProperty() {
    return passcodeError.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty passcodeHintProperty() {
    return passcodeHint.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty hostErrorProperty() {
    return hostError.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty memoryNoteProperty() {
    return memoryNote.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Busy> busyProperty() {
    return busy.getReadOnlyProperty();
  }
}
