package app.rostrum.desktop.passcode;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.InvitationLink;
import app.rostrum.desktop.FakeServices;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.passcode.PasscodeViewModel.Busy;
import app.rostrum.desktop.services.HostingException;
import app.rostrum.desktop.services.KeptBackends;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasscodeViewModelTest {
  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final List<SignedIn> signedIn = new ArrayList<>();
  private Optional<String> invitedTo = Optional.empty();
  private final PasscodeViewModel model =
      new PasscodeViewModel(
          fakes.services(background::add, ui.clock()),
          new Work(background::add, ui),
          Texts.in(Locale.ENGLISH),
          (person, stream) -> {
            signedIn.add(person);
            invitedTo = stream;
          });

  private void work() {
    while (!background.isEmpty()) {
      background.remove().run();
    }
  }

  private void type(String name, String passcode) {
    model.nameProperty().set(name);
    model.passcodeProperty().set(passcode);
  }

  private static String link(String host) {
    return "rostrum://join?url=https%3A%2F%2F" + host + "&passcode=" + FakeServices.PASSCODE;
  }

  private PasscodeViewModel later() {
    var next =
        new PasscodeViewModel(
            fakes.services(background::add, ui.clock()),
            new Work(background::add, ui),
            Texts.in(Locale.ENGLISH),
            (person, stream) -> signedIn.add(person));
    next.recall();
    work();
    return next;
  }

  private static List<String> known(PasscodeViewModel model) {
    return model.known().backends().stream().map(KnownViewModel::nameOf).toList();
  }

  @Test
  void backendsUsedBeforeCanBeChosenAndForgotten() {
    fakes.verify = code -> {};
    for (String host : List.of("one.example", "two.example", "one.example")) {
      fakes.link = link(host);
      type("Ada", link(host));
      model.signIn();
      work();
    }
    PasscodeViewModel next = later();
    assertThat(known(next)).containsExactly("one.example", "two.example");
    InvitationLink two = next.known().backends().getLast();
    next.known().choose(two);
    assertThat(next.passcodeProperty().get()).isEqualTo(link("two.example"));
    next.known().forget(two);
    work();
    assertThat(known(later())).containsExactly("one.example");
    PasscodeViewModel.forget(fakes.secrets);
    assertThat(known(later())).isEmpty();
  }

  @Test
  void noMoreBackendsAreKeptThanFitAndARefusedOneIsForgotten() {
    fakes.verify = code -> {};
    var kept = new KeptBackends(fakes.secrets);
    for (int i = 0; i < 50; i++) {
      kept.remember(link("host" + i + ".example"));
    }
    kept.remember(link("x".repeat(3_000) + ".example"));
    kept.remember(FakeServices.PASSCODE);
    assertThat(known(later())).hasSize(KeptBackends.MOST).startsWith("host49.example");
    fakes.verify =
        code -> {
          throw new BackendException(BackendException.Kind.PASSCODE, "expired", "", null);
        };
    PasscodeViewModel next = later();
    next.nameProperty().set("Ada");
    next.known().choose(next.known().backends().getFirst());
    next.signIn();
    work();
    assertThat(known(later())).startsWith("host48.example");
  }

  @Test
  void aRightPasscodeSignsInUnderTheTrimmedName() {
    type("  Ada ", " 123 456 7890 1234 ");
    model.signIn();
    assertThat(model.busyProperty().get()).isEqualTo(Busy.VERIFYING);
    work();
    assertThat(signedIn).singleElement().extracting(SignedIn::identity).isEqualTo("Ada");
    assertThat(signedIn.getFirst().hostedHere()).isFalse();
    assertThat(model.busyProperty().get()).isEqualTo(Busy.NO);
  }

  @Test
  void aPastedLinkSignsIn() {
    type("Ada", FakeServices.LINK);
    assertThat(model.passcodeHintProperty().get()).isEqualTo("Invitation to 192.168.1.20");
    model.signIn();
    work();
    assertThat(signedIn).hasSize(1);
  }

  @Test
  void aPastedLinkLeadsToItsStreamButIsRememberedWithoutIt() {
    fakes.verify = code -> {};
    type("Ada", FakeServices.LINK + "&stream=Late%20%F0%9F%A6%89%20talk%20");
    model.signIn();
    work();
    assertThat(invitedTo).contains("Late 🦉 talk");
    type("", "");
    model.recall();
    work();
    assertThat(model.passcodeProperty().get()).isEqualTo(FakeServices.LINK);
  }

  @Test
  void theLinkOfTheCommandLineStandsThereWithTheRememberedName() {
    fakes.secrets.write("name", "Ada");
    fakes.secrets.write("passcode", "99999999999999");
    model.recall();
    model.open("Join us: " + FakeServices.LINK + "&stream=Tea .");
    work();
    assertThat(model.nameProperty().get()).isEqualTo("Ada");
    assertThat(model.passcodeProperty().get()).isEqualTo(FakeServices.LINK + "&stream=Tea");
    assertThat(signedIn).isEmpty();
    fakes.verify = code -> {};
    model.signIn();
    work();
    assertThat(signedIn).hasSize(1);
    assertThat(invitedTo).contains("Tea");
  }

  @Test
  void theLinkOfTheCommandLineStaysThoughTheNameIsUnknown() {
    model.open(FakeServices.LINK);
    fakes.secrets.write("passcode", "99999999999999");
    model.recall();
    work();
    model.signIn();
    assertThat(model.passcodeProperty().get()).isEqualTo(FakeServices.LINK);
    assertThat(model.nameErrorProperty().get()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void aCommandLineWithoutAnInvitationSaysSoAndLoadsNothing(String link) {
    fakes.secrets.write("name", "Ada");
    fakes.secrets.write("passcode", FakeServices.PASSCODE);
    model.recall();
    model.open(link);
    work();
    assertThat(model.passcodeErrorProperty().get()).contains("link is not valid");
    assertThat(model.passcodeProperty().get()).isEqualTo(FakeServices.PASSCODE);
    assertThat(signedIn).isEmpty();
  }

  static Stream<String> aCommandLineWithoutAnInvitationSaysSoAndLoadsNothing() {
    return Stream.of(
        "file:///etc/passwd?passcode=12345678901234",
        "javascript://join?passcode=12345678901234",
        "javascript:open('" + FakeServices.LINK + "')",
        " data:text/html,<" + FakeServices.LINK + ">",
        "--config=" + FakeServices.LINK.replace("rostrum", "file"),
        "https://example.org",
        "https://bank.example@evil.example/?passcode=12345678901234",
        "rostrum://join?passcode=12345678901234&url=file:///etc/passwd",
        FakeServices.LINK + "&stream=a\u0007b",
        FakeServices.LINK + "\u0085",
        FakeServices.LINK + "\n&stream=Tea",
        FakeServices.LINK + "&stream=" + "x".repeat(5000));
  }

  @Test
  void aPasscodeThatHasExpiredIsForgottenAndTheReasonStays() {
    fakes.secrets.write("passcode", FakeServices.PASSCODE);
    model.recall();
    model.explainReturn("It has expired.");
    work();
    assertThat(model.passcodeProperty().get()).isEmpty();
    assertThat(model.passcodeErrorProperty().get()).isEqualTo("It has expired.");
    assertThat(fakes.secrets.read("passcode")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"passcode: 123 456 7890 1234", "123456–7890–1234", "１２３４５６７８９０１２３４"})
  void aPasscodePastedWithItsSurroundingsSignsIn(String pasted) {
    fakes.verify = code -> {};
    type("Ada", pasted);
    assertThat(model.passcodeHintProperty().get()).isEmpty();
    model.signIn();
    work();
    assertThat(signedIn).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rostrum://join?passcode=12345678901234&url=file:///etc/passwd",
        "https://bank.example@evil.example/?passcode=12345678901234",
        "https://example.org"
      })
  void anUnusableLinkSaysSoAndLoadsNothing(String pasted) {
    type("Ada", pasted);
    model.signIn();
    assertThat(background).isEmpty();
    assertThat(model.passcodeErrorProperty().get()).contains("link is not valid");
  }

  @Test
  void theLengthIsCheckedWhileTyping() {
    type("Ada", "123 456 78");
    assertThat(model.passcodeHintProperty().get()).isEqualTo("8 of 14 digits");
    model.passcodeProperty().set("12345678901234");
    assertThat(model.passcodeHintProperty().get()).isEmpty();
    model.passcodeProperty().set("12a");
    assertThat(model.passcodeHintProperty().get()).contains("only digits");
  }

  @Test
  void aMissingEntryIsExplainedUnderItsFieldWithoutAskingTheServer() {
    type(" ", "123");
    model.signIn();
    assertThat(background).isEmpty();
    assertThat(model.nameErrorProperty().get()).isNotEmpty();
    assertThat(model.passcodeErrorProperty().get()).contains("3 of at least 14 digits");
    model.nameProperty().set("A");
    assertThat(model.nameErrorProperty().get()).isEmpty();
  }

  @Test
  void aNameOf129CharactersOrWithControlCharactersIsRefused() {
    type("x".repeat(129), FakeServices.PASSCODE);
    model.signIn();
    assertThat(model.nameErrorProperty().get()).contains("128");
    model.nameProperty().set("a\u0007b");
    model.signIn();
    assertThat(model.nameErrorProperty().get()).isNotEmpty();
    assertThat(background).isEmpty();
  }

  @Test
  void aWrongPasscodeIsExplainedOnce() {
    type("Ada", "99999999999999");
    model.signIn();
    work();
    assertThat(signedIn).isEmpty();
    assertThat(model.passcodeErrorProperty().get())
        .isEqualTo("The passcode is wrong. Check the digits, or ask your host for a new one.");
    model.passcodeProperty().set("9");
    assertThat(model.passcodeErrorProperty().get()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(BackendException.Kind.class)
  void everyRefusalHasItsOwnText(BackendException.Kind kind) {
    fakes.verify =
        code -> {
          throw new BackendException(kind, "some phrase", "In the server’s words.", null);
        };
    type("Ada", FakeServices.PASSCODE);
    model.signIn();
    work();
    assertThat(model.passcodeErrorProperty().get()).hasSizeGreaterThan(20).doesNotContain("{");
    assertThat(model.busyProperty().get()).isEqualTo(Busy.NO);
  }

  @Test
  void signingInCanBeCancelled() {
    type("Ada", FakeServices.PASSCODE);
    model.signIn();
    model.cancel();
    work();
    assertThat(signedIn).isEmpty();
    assertThat(model.busyProperty().get()).isEqualTo(Busy.NO);
  }

  @Test
  void hostingOnThisComputerNeedsOnlyAName() {
    model.hostHere();
    assertThat(model.nameErrorProperty().get()).isNotEmpty();
    model.nameProperty().set("Ada");
    model.hostHere();
    assertThat(model.busyProperty().get()).isEqualTo(Busy.STARTING_HOST);
    work();
    assertThat(signedIn.getFirst().hostedHere()).isTrue();
  }

  @Test
  void aFailureToStartHostingIsExplained() {
    fakes.hosting =
        () -> {
          throw new IllegalStateException("port 7420 is in use");
        };
    model.nameProperty().set("Ada");
    model.hostHere();
    work();
    assertThat(model.hostErrorProperty().get()).contains("port 7420 is in use");
    assertThat(model.busyProperty().get()).isEqualTo(Busy.NO);
  }

  @ParameterizedTest
  @EnumSource
  void aKnownReasonIsSaidInTheLanguageOfThePerson(HostingException.Reason reason) {
    fakes.hosting =
        () ->
            CompletableFuture.failedFuture(
                new HostingException(reason, Path.of("data"), new IOException("only for the log")));
    model.nameProperty().set("Ada");
    model.hostHere();
    work();
    assertThat(model.hostErrorProperty().get()).isNotEmpty().doesNotContain("only for the log");
  }

  @Test
  void nameAndPasscodeAreRememberedUntilForgotten() {
    type("Ada", FakeServices.PASSCODE);
    model.signIn();
    work();
    type("", "");
    model.recall();
    work();
    assertThat(model.nameProperty().get()).isEqualTo("Ada");
    assertThat(model.passcodeProperty().get()).isEqualTo(FakeServices.PASSCODE);
    assertThat(model.memoryNoteProperty().get()).contains("not saved");

    PasscodeViewModel.forget(fakes.secrets);
    type("", "");
    model.recall();
    work();
    assertThat(model.nameProperty().get()).isEmpty();
  }

  @Test
  void rememberedValuesDoNotOverwriteTypedOnes() {
    fakes.secrets.write("name", "Ada");
    model.recall();
    model.nameProperty().set("Grace");
    work();
    assertThat(model.nameProperty().get()).isEqualTo("Grace");
  }

  @Test
  void aRefusedPasscodeIsForgottenAndAnotherOneIsNot() {
    fakes.secrets.write("name", "Ada");
    fakes.secrets.write("passcode", "99999999999999");
    type("Ada", "88888888888888");
    model.signIn();
    work();
    assertThat(fakes.secrets.read("passcode")).contains("99999999999999");
    type("Ada", "99999999999999");
    model.signIn();
    work();
    assertThat(model.passcodeErrorProperty().get()).isNotEmpty();
    assertThat(fakes.secrets.read("passcode")).isEmpty();
    assertThat(fakes.secrets.read("name")).contains("Ada");
  }

  @Test
  void aServerThatDoesNotAnswerForgetsNothing() {
    fakes.secrets.write("passcode", FakeServices.PASSCODE);
    fakes.verify =
        code -> {
          throw new BackendException(BackendException.Kind.UNREACHABLE, "unreachable", "", null);
        };
    type("Ada", FakeServices.PASSCODE);
    model.signIn();
    work();
    assertThat(fakes.secrets.read("passcode")).contains(FakeServices.PASSCODE);
  }
}
