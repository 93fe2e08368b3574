package app.rostrum.desktop.passcode;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.NearbyHost;
import app.rostrum.desktop.FakeServices;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.services.Deployment;
import app.rostrum.desktop.services.SignIn;
import app.rostrum.desktop.ui.Pin;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NearbyViewModelTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final List<Consumer<List<NearbyHost>>> looking = new ArrayList<>();
  private final NearbyViewModel model =
      new NearbyViewModel(
          new SignIn() {
            @Override
            public Deployment signIn(String passcodeOrLink) {
              throw new UnsupportedOperationException();
            }

            @Override
            public Looking lookNearby(Consumer<List<NearbyHost>> found) {
              looking.add(found);
              return () -> looking.remove(found);
            }
          },
          ui);

  private static NearbyHost host(String name, String address, String letter) {
    return new NearbyHost(
        name, URI.create("https://" + address + ":8771"), new Fingerprint(letter.repeat(42) + "A"));
  }

  @Test
  void aTypedPasscodeGoesToTheChosenComputerAndToNoOther() {
    NearbyHost alice = host("Alice’s laptop", "192.168.1.5", "x");
    Pin pin = model.look();
    looking.getFirst().accept(List.of(alice, host("Bob", "192.168.1.6", "y")));
    assertThat(model.complete(FakeServices.PASSCODE)).isEqualTo(FakeServices.PASSCODE);
    model.choose(Optional.of(alice));
    InvitationLink link = InvitationLink.parse(model.complete("123 456 7890 1234")).orElseThrow();
    assertThat(link.address()).contains(alice.address());
    assertThat(link.fingerprint()).contains(alice.fingerprint());
    assertThat(link.passcode().digits()).isEqualTo(FakeServices.PASSCODE);
    assertThat(model.complete(FakeServices.LINK)).as("a pasted link").isEqualTo(FakeServices.LINK);
    assertThat(model.complete("")).isEmpty();

    NearbyHost moved = host("Alice’s laptop", "10.0.0.5", "x");
    looking.getFirst().accept(List.of(moved));
    assertThat(model.chosenProperty().get()).contains(moved);
    looking.getFirst().accept(List.of(host("Alice’s laptop", "10.0.0.5", "z")));
    assertThat(model.chosenProperty().get()).as("another one of that name").isEmpty();
    pin.close();
    assertThat(looking).isEmpty();
    assertThat(model.hosts()).isEmpty();
  }
}
