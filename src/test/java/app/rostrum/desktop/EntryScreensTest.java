package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.NearbyHost;
import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.lobby.LobbyViewModel;
import app.rostrum.desktop.passcode.PasscodeView;
import app.rostrum.desktop.passcode.PasscodeViewModel;
import app.rostrum.desktop.services.HostingException;
import app.rostrum.desktop.services.KeptBackends;
import app.rostrum.desktop.services.LocalHosting.Network;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.NoDevices;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Takes pictures of the passcode entry and the lobby in their states. */
@Tag("screens")
class EntryScreensTest {
  private static final List<NearbyHost> COMPUTERS =
      List.of(
          new NearbyHost(
              "Alice’s laptop",
              URI.create("https://192.168.1.5:8771"),
              new Fingerprint("A".repeat(43))),
          new NearbyHost(
              "A computer whose owner gave it a name of sixty-three letters!!",
              URI.create("https://192.168.1.6:8771"),
              new Fingerprint("B".repeat(42) + "A")));

  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final Texts texts = ScreenShots.texts();

  private void passcode(String name, Texts texts, Consumer<PasscodeViewModel> state) {
    ScreenShots.of(
        name,
        ui,
        texts,
        overlay -> {
          var model =
              new PasscodeViewModel(
                  fakes.services(Runnable::run, ui.clock()),
                  new Work(Runnable::run, ui),
                  texts,
                  (s, stream) -> {});
          model.recall();
          overlay.setScreen(new PasscodeView(model, texts, () -> {}));
          state.accept(model);
        },
        "name",
        "passcode",
        "continue",
        "host-here");
  }

  @Test
  void passcodeEntry() {
    passcode("passcode-empty", texts, m -> {});
    passcode(
        "passcode-typing",
        texts,
        m -> {
          m.nameProperty().set("Ada Lovelace");
          m.passcodeProperty().set("123 456 78");
        });
    passcode("passcode-errors", texts, PasscodeViewModel::signIn);
    passcode(
        "passcode-wrong",
        texts,
        m -> {
          m.nameProperty().set("Ada Lovelace");
          m.passcodeProperty().set("12345678901235");
          m.signIn();
        });
    passcode(
        "passcode-host-failed",
        texts,
        m -> {
          fakes.hosting =
              () ->
                  CompletableFuture.failedFuture(
                      new HostingException(
                          HostingException.Reason.DATA_NEWER,
                          Path.of("/home/ada/.local/share/rostrum/host"),
                          new IOException()));
          m.nameProperty().set("Ada Lovelace");
          m.hostHere();
        });
    passcode(
        "passcode-nearby",
        texts,
        m -> {
          var pin = m.nearby().look();
          fakes.nearby.accept(COMPUTERS);
          assertThat(pin).isNotNull();
        });
    passcode("passcode-opened-by-link", texts, m -> m.open(FakeServices.LINK));
    passcode("passcode-opened-by-bad-link", texts, m -> m.open("https://example.org"));
    var backends = new KeptBackends(fakes.secrets);
    backends.remember(
        "rostrum://join?url=https%3A%2F%2Flive.example.org&passcode=" + FakeServices.PASSCODE);
    backends.remember(
        "rostrum://join?url=https%3A%2F%2F"
            + "events-of-the-whole-company.conferences.example.com&passcode="
            + FakeServices.PASSCODE);
    passcode(
        "passcode-german",
        Texts.in(Locale.GERMAN),
        m -> {
          m.recall();
          m.signIn();
        });
    backends.forgetAll();
  }

  @Test
  void passcodeBeingChecked() {
    ScreenShots.of(
        "passcode-checking",
        ui,
        texts,
        overlay -> {
          var model =
              new PasscodeViewModel(
                  fakes.services(task -> {}, ui.clock()),
                  new Work(task -> {}, ui),
                  texts,
                  (s, stream) -> {});
          overlay.setScreen(new PasscodeView(model, texts, () -> {}));
          model.nameProperty().set("Ada Lovelace");
          model.passcodeProperty().set(FakeServices.PASSCODE);
          model.signIn();
        },
        "sign-in-progress",
        "cancel-sign-in");
  }

  private void lobby(String name, boolean here, Texts texts, Consumer<LobbyViewModel> state) {
    lobby(name, here, texts, (model, overlay) -> state.accept(model), "account", "create-stream");
  }

  private interface LobbyState {
    void arrange(LobbyViewModel model, Overlay overlay);
  }

  private void lobby(String name, boolean here, Texts texts, LobbyState state, String... expected) {
    ScreenShots.of(
        name,
        ui,
        texts,
        overlay -> {
          LobbyViewModel model =
              new Screens(fakes, ui, ui.clock(), overlay, texts).lobby("Ada Lovelace", here);
          state.arrange(model, overlay);
          ui.pulse();
        },
        expected);
  }

  @Test
  void lobbyOfAHostWhoLetsTheNetworkIn() {
    for (Texts language : List.of(texts, Texts.in(Locale.GERMAN))) {
      String suffix = "-" + language.locale().getLanguage();
      fakes.network = Network.SHUT;
      lobby(
          "lobby-network-shut" + suffix,
          true,
          language,
          (model, overlay) -> {},
          "invitation-people-in-network",
          "invitation-passcode");
      fakes.network = FakeServices.OPEN;
      lobby(
          "lobby-network-open" + suffix,
          true,
          language,
          (model, overlay) -> {
            overlay.applyCss();
            overlay.layout(); // Makes the scroll pane show its content.
            ((Hyperlink) overlay.lookup("#invitation-trouble")).fire();
          },
          "invitation-people-in-network",
          "invitation-qr",
          "invitation-address",
          "invitation-sharing-hints");
      fakes.network = new Network(true, 7421, List.of());
      lobby(
          "lobby-network-none" + suffix,
          true,
          language,
          (model, overlay) -> {},
          "invitation-sharing-no-network");
    }
  }

  private List<StreamSummary> someStreams() {
    Instant now = ui.clock().instant();
    return List.of(
        new StreamSummary(
            "Morning coffee with the build team",
            "RM1",
            "Grace Hopper",
            3,
            128,
            now.minus(Duration.ofMinutes(12)),
            true),
        new StreamSummary(
            "Office hours",
            "RM2",
            "Linus",
            1,
            1,
            now.minus(Duration.ofSeconds(20)),
            false,
            true,
            "Why the build was red on Friday, and who mends it 🔧",
            true),
        new StreamSummary(
            "A very long name of a stream that somebody wrote to say everything that will be"
                + " talked about before anybody has listened",
            "RM3",
            "Maximiliane von und zu Wolkenstein-Trostburg",
            20,
            10_000,
            now.minus(Duration.ofMinutes(134)),
            true));
  }

  @Test
  void lobby() {
    lobby("lobby-loading", false, texts, m -> {});
    lobby("lobby-empty", false, texts, LobbyViewModel::refresh);
    fakes.backend.lists(someStreams());
    lobby(
        "lobby-streams",
        false,
        texts,
        m -> {
          m.refresh();
          fakes.nearby.accept(COMPUTERS);
        });
    lobby(
        "lobby-hosting",
        true,
        texts,
        m -> {
          m.noticeProperty().set("The host has ended “Office hours”. Thank you for listening.");
          m.refresh();
        });
    for (Texts language : List.of(texts, Texts.in(Locale.GERMAN))) {
      lobby(
          "lobby-passcode-renewed" + (language == texts ? "" : "-german"),
          true,
          language,
          m -> {
            m.noticeProperty().set(language.get("lobby.passcode-renewed"));
            m.refresh();
          });
    }
    fakes.backend.announces("Updated at 22:00; you will be away for a minute. ".repeat(4));
    lobby("lobby-german", true, Texts.in(Locale.GERMAN), LobbyViewModel::refresh);
    fakes.backend.announces("");
    fakes.backend.fails(
        new BackendException(BackendException.Kind.UNREACHABLE, "unreachable", "", null));
    lobby("lobby-failed", false, texts, LobbyViewModel::refresh);
    fakes.backend.cannotList();
    lobby("lobby-cannot-list", false, texts, LobbyViewModel::refresh);
  }

  @Test
  void signingInAtAnotherComputer() {
    fakes.backend.lists(someStreams());
    for (Texts language : List.of(texts, Texts.in(Locale.GERMAN))) {
      lobby(
          "lobby-other-host-" + language.locale().getLanguage(),
          false,
          language,
          (model, overlay) -> {
            model.refresh();
            fakes.nearby.accept(COMPUTERS);
            ui.pulse();
            overlay.applyCss();
            overlay.layout();
            List<Node> others = List.copyOf(overlay.lookup("#other-hosts").lookupAll(".button"));
            ((Button) others.getLast()).fire();
            ((Button) overlay.lookup("#continue-other-host")).fire();
          },
          "other-host-passcode",
          "other-host-passcode-error",
          "cancel-other-host",
          "continue-other-host");
    }
  }

  @Test
  void newStream() {
    fakes.backend.lists(someStreams());
    LobbyState create =
        (m, overlay) -> {
          m.refresh();
          overlay.applyCss();
          overlay.layout();
          ((Button) overlay.lookup("#create-stream")).fire();
        };
    lobby("lobby-create", false, texts, create, "stream-name", "cancel-create", "create-and-join");
    fakes.devices = () -> new NoDevices(AudioDevices.Problem.NO_SOUND_SYSTEM);
    lobby(
        "lobby-create-no-devices",
        false,
        texts,
        (m, overlay) -> {
          create.arrange(m, overlay);
          ((Button) overlay.lookup("#create-and-join")).fire();
        },
        "stream-name",
        "stream-name-error",
        "create-and-join");
  }
}
