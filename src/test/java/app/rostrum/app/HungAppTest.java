package app.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.alerts.FakeNotifications;
import app.rostrum.desktop.ui.Texts;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HungAppTest {
  @Test
  void whoSeesNoTerminalIsToldByTheDesktop() {
    var desktop = new FakeNotifications();
    HungApp.tell(desktop, Texts.in(Locale.GERMAN));
    assertThat(desktop.history()).singleElement().asString().startsWith("Rostrum antwortet nicht:");
    assertThat(desktop.seen()).hasSize(1);
  }
}
