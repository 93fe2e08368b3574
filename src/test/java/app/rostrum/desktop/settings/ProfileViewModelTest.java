package app.rostrum.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.services.SecretStore;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileViewModelTest {
  private final SecretStore secrets = SecretStore.inMemory();
  private final List<String> changes = new ArrayList<>();

  private ProfileViewModel model() {
    var model =
        new ProfileViewModel(
            secrets,
            new Work(Runnable::run, new FakeUiThread()),
            Texts.in(Locale.ENGLISH),
            Optional.empty(),
            changes::add);
    model.open();
    return model;
  }

  @Test
  void anotherNameIsKeptForTheNextTime() {
    secrets.write(SecretStore.NAME, "Ada");
    ProfileViewModel model = model();
    assertThat(model.nameProperty().get()).isEqualTo("Ada");
    model.keep();
    assertThat(changes).isEmpty();
    model.nameProperty().set("  Grace  ");
    model.keep();
    assertThat(secrets.read(SecretStore.NAME)).contains("Grace");
    assertThat(model.keptProperty().get()).isTrue();
    assertThat(changes).containsExactly("Grace");
    model.nameProperty().set("Grace H");
    assertThat(model.keptProperty().get()).isFalse();
  }

  @Test
  void aNameThatCannotBeUsedIsNotKept() {
    secrets.write(SecretStore.NAME, "Ada");
    ProfileViewModel model = model();
    model.nameProperty().set("x".repeat(129));
    model.keep();
    assertThat(model.problemProperty().get()).contains("128");
    assertThat(secrets.read(SecretStore.NAME)).contains("Ada");
  }
}
