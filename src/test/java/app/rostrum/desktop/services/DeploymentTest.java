package app.rostrum.desktop.services;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.Passcode;
import app.rostrum.desktop.FakeBackend;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {
  private static final Passcode PASSCODE = new Passcode("12345678901234");

  private static String[] names() {
    return new String[] {
      "Late talk",
      "🦉 Jörg👨‍👩‍👧",
      "שלום & 50% = #1?",
      "*C++*",
      "Part 1.",
      "🦉".repeat(128),
      "ß".repeat(128)
    };
  }

  @ParameterizedTest
  @MethodSource("names")
  void anInvitationLeadsToItsStream(String name) {
    for (String address : new String[] {"http://192.168.1.20:8770", "https://talk.example.org/x"}) {
      var link = new InvitationLink(Optional.of(URI.create(address)), PASSCODE, Optional.empty());
      var deployment = new Deployment(new FakeBackend(), PASSCODE.digits(), link.format());
      String invitation = deployment.invitationTo(name).shortest();
      assertThat(invitation).matches("[!-~]+");
      assertThat(InvitationLink.parse("Join us: " + invitation + ".").orElseThrow())
          .isEqualTo(new InvitationLink(link.address(), PASSCODE, Optional.of(name)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "link"})
  void withoutALinkThePasscodeInvites(String link) {
    var deployment = new Deployment(new FakeBackend(), PASSCODE.digits(), link);
    assertThat(deployment.invitationTo("Tea").shortest()).isEqualTo(PASSCODE.digits());
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8770, true",
    "http://127.1.2.3:8770, true",
    "http://localhost:8770, true",
    "http://[::1]:8770, true",
    "http://192.168.1.20:8770, false",
    "http://[fd00::1]:8770, false",
    "http://127.example.org, false",
    "https://talk.example.org, false"
  })
  void anAddressThatOnlyThisComputerReachesIsKnown(String address, boolean onlyHere) {
    var link = new InvitationLink(Optional.of(URI.create(address)), PASSCODE, Optional.empty());
    var deployment = new Deployment(new FakeBackend(), PASSCODE.digits(), link.format());
    assertThat(deployment.invitationTo("Tea").reachesOnlyThisComputer().isPresent())
        .isEqualTo(onlyHere);
  }
}
