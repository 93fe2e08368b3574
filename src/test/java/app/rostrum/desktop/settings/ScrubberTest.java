package app.rostrum.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {
  private static final String TOKEN =
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJBZGEifQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private final Scrubber scrubber =
      new Scrubber(
          List.of("Ada", "Ada Lovelace", "Zoë", "Weekly meeting"),
          List.of("12345678901234"),
          "/home/ada",
          "adal");

  /** Each text holds the word "hidden" or digits where something must not be told. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rostrum://join?url=http%3A%2F%2Fh%3A1&passcode=98765432109876 was opened",
        "GET https://h.example/x?a=1&token=98765432109876hidden HTTP/1.1",
        "Authorization: Bearer 98765432109876hidden",
        "X-Twilio-Access-Token: 98765432109876hidden",
        "{\"passcode\":\"98765 43210 9876\",\"other\":1}",
        "passcode = 987 654 3210 9876",
        "the digits 987 654 3210 9876 and more",
        "credential='98765 hidden',",
        "key 4f3c2a1b98765432109876aabbccddeeff00hidden",
        "mail to hidden98765@example.org",
      })
  void secretsAreTakenOut(String text) {
    assertThat(scrubber.scrub(text)).doesNotContain("hidden", "9876");
  }

  @Test
  void tokensAreTakenOutWholeAndCut() {
    assertThat(scrubber.scrub("token " + TOKEN + ".")).isEqualTo("token [token]");
    assertThat(scrubber.scrub("cut: " + TOKEN.substring(0, 30))).isEqualTo("cut: [token]");
  }

  @Test
  void namesAreTakenOutInAnyCaseButNotOtherWords() {
    assertThat(scrubber.scrub("Ada Lovelace, ada and ZOË left the weekly meeting of Adam"))
        .isEqualTo("[name], [name] and [name] left the [name] of Adam");
    assertThat(scrubber.scrub("identity=Somebody, user: \"No body\"]"))
        .doesNotContain("Somebody", "No body");
  }

  @Test
  void theHomeFolderAndItsOwnerAreTakenOut() {
    assertThat(scrubber.scrub("/home/ada/.config/rostrum of adal"))
        .isEqualTo("~/.config/rostrum of [user]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.7",
        "203.0.113.9",
        "2001:db8:1:2:3:4:5:6",
        "2001:db8::9",
        "fe80::1ff:fe23:4567:890a",
      })
  void addressesAreTakenOut(String address) {
    assertThat(scrubber.scrub("to " + address + " in vain")).isEqualTo("to [address] in vain");
    assertThat(scrubber.scrub("to [" + address + "]:8770")).isEqualTo("to [[address]]:8770");
  }

  @Test
  void whatHelpsStays() {
    String line =
        "2026-11-27 17:01:02.345 WARN  a.r.s.Machine 127.0.0.1:8770 lost, error 4.2 after 1500 ms";
    assertThat(scrubber.scrub(line)).isEqualTo(line);
  }
}
