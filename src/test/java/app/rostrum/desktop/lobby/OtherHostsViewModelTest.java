package app.rostrum.desktop.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.NearbyHost;
import app.rostrum.backend.Passcode;
import app.rostrum.desktop.FakeServices;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.lobby.OtherHostsViewModel.Search;
import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.services.Deployment;
import app.rostrum.desktop.services.KeptBackends;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class OtherHostsViewModelTest {
  private static final String OTHER = "55556666777788";
  private static final NearbyHost ALICE = host("Alice’s laptop", "192.168.1.5", "x");
  private static final NearbyHost BOB = host("Bob", "192.168.1.6", "y");

  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final List<SignedIn> signedIn = new ArrayList<>();
  private final List<String> codes = new ArrayList<>();
  private final OtherHostsViewModel model = model(FakeServices.LINK);

  private OtherHostsViewModel model(String here) {
    fakes.verify = codes::add;
    return new OtherHostsViewModel(
        new SignedIn("Ada", new Deployment(fakes.backend, FakeServices.PASSCODE, here), false),
        fakes.services(Runnable::run, ui.clock()),
        new Work(Runnable::run, ui),
        Texts.in(Locale.ENGLISH),
        signedIn::add);
  }

  private static NearbyHost host(String name, String address, String letter) {
    return new NearbyHost(
        name, URI.create("https://" + address + ":8771"), new Fingerprint(letter.repeat(42) + "A"));
  }

  private static String link(NearbyHost host, String code) {
    return host.invitation(new Passcode(code)).format();
  }

  @Test
  void theSearchSaysHowFarItIs() {
    Pin looking = model.look();
    assertThat(model.searchProperty().get()).isEqualTo(Search.LOOKING);
    ui.pass(OtherHostsViewModel.PATIENCE);
    assertThat(model.searchProperty().get()).isEqualTo(Search.NONE);
    fakes.nearby.accept(List.of(ALICE, BOB));
    assertThat(model.searchProperty().get()).isEqualTo(Search.SOME);
    assertThat(model.hosts()).containsExactly(ALICE, BOB);
    fakes.nearby.accept(List.of());
    assertThat(model.searchProperty().get()).isEqualTo(Search.NONE);
    looking.close();
    fakes.nearby.accept(List.of(ALICE));
    assertThat(model.hosts()).isEmpty();
    assertThat(ui.timers()).isZero();
  }

  @Test
  void theOneAtWhichThePersonIsIsNoOther() {
    OtherHostsViewModel atAlices = model(link(ALICE, OTHER));
    Pin looking = atAlices.look();
    fakes.nearby.accept(List.of(ALICE));
    assertThat(atAlices.hosts()).isEmpty();
    assertThat(atAlices.searchProperty().get()).isEqualTo(Search.LOOKING);
    looking.close();
  }

  @Test
  void aPasscodeThatIsNotKnownIsAskedForAndGoesToThatComputerOnly() {
    model.choose(ALICE);
    assertThat(codes).isEmpty();
    assertThat(model.busyProperty().get()).isFalse();
    model.signIn(ALICE);
    assertThat(model.errorProperty().get()).isEqualTo("Enter the passcode that its host gave you.");
    model.passcodeProperty().set("123");
    model.signIn(ALICE);
    assertThat(model.errorProperty().get()).contains("3", "14");
    assertThat(codes).isEmpty();
    model.passcodeProperty().set("5555 6666 7777 88");
    model.signIn(ALICE);
    assertThat(codes).containsExactly(link(ALICE, OTHER));
    assertThat(signedIn).singleElement().extracting(SignedIn::identity).isEqualTo("Ada");
  }

  @Test
  void aPasscodeThatIsRememberedIsNotAskedForAgain() {
    fakes.link = link(ALICE, OTHER);
    model.passcodeProperty().set(OTHER);
    model.signIn(ALICE);
    assertThat(new KeptBackends(fakes.secrets).read())
        .extracting(InvitationLink::format)
        .containsExactly(link(ALICE, OTHER));
    NearbyHost moved = host("Alice’s laptop", "10.0.0.5", "x");
    model.choose(moved);
    assertThat(codes).last().isEqualTo(link(moved, OTHER));
    assertThat(signedIn).hasSize(2);
    // Another computer of that name does not get it.
    model.choose(host("Alice’s laptop", "10.0.0.5", "z"));
    assertThat(codes).hasSize(2);
  }

  @Test
  void aRememberedPasscodeThatIsRefusedIsSaidAndAskedFor() {
    new KeptBackends(fakes.secrets).remember(link(ALICE, OTHER));
    fakes.verify =
        code -> {
          throw new BackendException(
              BackendException.Kind.PASSCODE, "passcode incorrect", "", null);
        };
    model.choose(ALICE);
    assertThat(model.errorProperty().get()).contains("passcode is wrong");
    assertThat(model.busyProperty().get()).isFalse();
    assertThat(signedIn).isEmpty();
    model.passcodeProperty().set("1");
    assertThat(model.errorProperty().get()).isEmpty();
  }

  @Test
  void whoGivesUpIsNotTakenAwayByALateAnswer() {
    var waiting = new ArrayList<Runnable>();
    var slow =
        new OtherHostsViewModel(
            new SignedIn("Ada", new Deployment(fakes.backend, "", ""), false),
            fakes.services(Runnable::run, ui.clock()),
            new Work(waiting::add, ui),
            Texts.in(Locale.ENGLISH),
            signedIn::add);
    slow.passcodeProperty().set(OTHER);
    slow.signIn(ALICE);
    assertThat(slow.busyProperty().get()).isTrue();
    slow.cancel();
    waiting.forEach(Runnable::run);
    ui.pass(Duration.ofSeconds(1));
    assertThat(slow.busyProperty().get()).isFalse();
    assertThat(signedIn).isEmpty();
  }
}
