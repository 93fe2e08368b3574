package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.services.LocalHosting.LocalHost;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Texts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lobby of an app that hosts for so long that its passcode is renewed. */
class RenewedPasscodeTest {
  private static final String RENEWED = "22222222222222";

  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();

  @SuppressWarnings("NullAway.Init")
  private Parent root;

  @BeforeEach
  void hostHere() {
    fakes.backend.lists(List.of());
    Fx.run(
        () -> {
          var navigation =
              new Navigation(
                  fakes.services(Runnable::run, ui.clock()),
                  ui,
                  Texts.in(Locale.ENGLISH),
                  new Appearance(fakes.preferences),
                  address -> {});
          root = navigation.root();
          var scene = new Scene(root, 940, 640);
          navigation.begin();
          ((TextField) node("name")).setText("Ada");
          ((ButtonBase) node("host-here")).fire();
          assertThat(scene.getRoot()).isSameAs(root);
        });
  }

  private Node node(String id) {
    root.applyCss();
    root.layout();
    return root.lookupAll("#" + id).stream().findFirst().orElseThrow();
  }

  private void renew() {
    fakes.verify = code -> {};
    fakes.hosting =
        () ->
            CompletableFuture.completedFuture(
                new LocalHost(URI.create("http://192.168.1.20:7420"), RENEWED, "link"));
    fakes.passcode = RENEWED;
  }

  private String shown() {
    return ((TextField) node("invitation-passcode")).getText();
  }

  @Test
  void theNewPasscodeIsShownWithANotice() {
    Fx.run(
        () -> {
          String before = shown();
          ui.pass(Duration.ofMinutes(2));
          assertThat(shown()).isEqualTo(before);
          renew();
          ui.pass(Duration.ofMinutes(1));
          assertThat(shown()).isEqualTo("222 222 2222 2222");
          assertThat(root.lookupAll(".label").stream().map(Object::toString))
              .anyMatch(text -> text.contains("has been renewed"));
        });
  }

  @Test
  void anOpenDialogIsLeftAlone() {
    Fx.run(
        () -> {
          ((ButtonBase) node("create-stream")).fire();
          ((TextField) node("stream-name")).setText("Tea");
          renew();
          ui.pass(Duration.ofMinutes(1));
          assertThat(((TextField) node("stream-name")).getText()).isEqualTo("Tea");
        });
  }
}
