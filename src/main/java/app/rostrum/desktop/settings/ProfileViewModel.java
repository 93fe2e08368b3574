package app.rostrum.desktop.settings;

import app.rostrum.desktop.services.SecretStore;
import app.rostrum.desktop.ui.Names;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.names.NameRule;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name under which the person signs in next time. */
public final class ProfileViewModel implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProfileViewModel.class);

  private final SecretStore secrets;
  private final Work work;
  private final Texts texts;
  private final Optional<String> signedInAs;
  private final Consumer<String> whenChanged;
  private final StringProperty name = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper kept = new ReadOnlyBooleanWrapper();
  private String keptName = "";
  private Pin running = Pin.NONE;

  /**
   * @param signedInAs the name that others see now; empty before signing in
   * @param whenChanged takes the name when it has been kept
   */
  public ProfileViewModel(
      SecretStore secrets,
      Work work,
      Texts texts,
      Optional<String> signedInAs,
      Consumer<String> whenChanged) {
    this.secrets = secrets;
    this.work = work;
    this.texts = texts;
    this.signedInAs = signedInAs;
    this.whenChanged = whenChanged;
    name.subscribe(
        () -> {
          problem.set("");
          kept.set(false);
        });
  }

  /** Shows the remembered name, unless the person has begun to type. */
  public void open() {
    running =
        work.run(
            () -> secrets.read(SecretStore.NAME),
            remembered -> {
              if (name.get().isEmpty()) {
                keptName = remembered.or(() -> signedInAs).orElse("");
                name.set(keptName);
              }
            },
            failure -> {
              log.warn("the remembered name could not be read: {}", failure.toString());
              problem.set(texts.get("settings.profile.failed"));
            });
  }

  /** Keeps the name for the next time, if it is another one and can be used. */
  public void keep() {
    String wanted = NameRule.normalize(name.get());
    if (wanted.equals(keptName)) {
      return;
    }
    Optional<String> wrong = Names.problemOfPerson(wanted);
    if (wrong.isPresent()) {
      problem.set(texts.get(wrong.get()));
      return;
    }
    running =
        work.run(
            () -> {
              secrets.write(SecretStore.NAME, wanted);
              return wanted;
            },
            done -> {
              keptName = done;
              kept.set(true);
              whenChanged.accept(done);
            },
            failure -> {
              log.warn("the name could not be remembered: {}", failure.toString());
              problem.set(texts.get("settings.profile.failed"));
            });
  }

  @Override
  public void close() {
    running.close();
  }

  /** The name that others see now; empty before signing in. */
  public Optional<String> signedInAs() {
    return signedInAs;
  }

  public StringProperty nameProperty() {
    return name;
  }

  /** The reason why the name was not kept; empty if all is well. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** True after the name was kept, until it is edited. */
  public ReadOnlyBooleanProperty keptProperty() {
    return kept.getReadOnlyProperty();
  }
}
