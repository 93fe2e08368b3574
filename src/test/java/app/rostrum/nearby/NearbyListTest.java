package app.rostrum.nearby;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.NearbyHost;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Announcements as an unfriendly network may send them. */
class NearbyListTest {
  private static final String PRINT = "A".repeat(43);

  private final List<List<NearbyHost>> told = new ArrayList<>();
  private final NearbyList list = new NearbyList(told::add);

  private static Optional<NearbyHost> read(
      String name, int port, String print, String... addresses) {
    return NearbyService.read(
        name,
        port,
        print,
        Stream.of(addresses).map(InetAddress::ofLiteral).toList(),
        NearbyService::isOfNetwork);
  }

  private static NearbyHost host(String name, int number) {
    String print = "%042d".formatted(number) + "A";
    return read(name, 8771, print, "192.168.1." + number % 250).orElseThrow();
  }

  @Test
  void anAnnouncementIsAnAddressAndAFingerprint() {
    NearbyHost host = read("Alice’s laptop", 8771, PRINT, "fd00::5", "192.168.1.5").orElseThrow();
    assertThat(host.name()).isEqualTo("Alice’s laptop");
    assertThat(host.address()).hasToString("https://192.168.1.5:8771");
    assertThat(host.fingerprint().text()).isEqualTo(PRINT);
    assertThat(read("A", 8771, PRINT, "fd00::5").orElseThrow().address())
        .hasToString("https://[fd00:0:0:0:0:0:0:5]:8771");
  }

  @ParameterizedTest
  @CsvSource({
    "0,     192.168.1.5",
    "70000, 192.168.1.5",
    "8771, 127.0.0.1",
    "8771, ::1",
    "8771, 0.0.0.0",
    "8771,  224.0.0.251",
    "8771, fe80::1"
  })
  void whatNobodyCouldConnectToIsLeftOut(int port, String address) {
    assertThat(read("A", port, PRINT, address)).isEmpty();
  }

  @Test
  void aHostWithoutAFingerprintIsLeftOut() {
    assertThat(read("A", 8771, "", "192.168.1.5")).isEmpty();
    assertThat(read("A", 8771, "x".repeat(5000), "192.168.1.5")).isEmpty();
    assertThat(read("A", 8771, PRINT)).isEmpty();
  }

  @Test
  void namesAreCleanedOfWhatIsNotSeenAndCut() {
    assertThat(NearbyService.clean("a\u202eb\u0000c\n\u200bd \u2028 e")).isEqualTo("abcd e");
    assertThat(NearbyService.clean("x".repeat(70))).hasSize(63);
    assertThat(NearbyService.clean("😀".repeat(70)).codePointCount(0, 126)).isEqualTo(63);
    assertThat(read("\u202e\u200b", 8771, PRINT, "192.168.1.5").orElseThrow().name())
        .isEqualTo("192.168.1.5");
  }

  @Test
  void entriesVanishAndOneComputerIsThereOnce() {
    NearbyHost one = host("b", 1);
    list.put("wlan b", one);
    list.put("eth b", one);
    list.put("wlan a", host("A", 2));
    assertThat(told.getLast()).extracting(NearbyHost::name).containsExactly("A", "b");
    int calls = told.size();
    list.remove("eth b");
    assertThat(told).hasSize(calls);
    list.remove("wlan b");
    assertThat(told.getLast()).extracting(NearbyHost::name).containsExactly("A");
    list.close();
    list.remove("wlan a");
    list.put("c", host("c", 3));
    assertThat(told).hasSize(calls + 1);
  }

  @Test
  void aFloodOfNamesIsBounded() {
    for (int i = 0; i < 1000; i++) {
      list.put("s" + i, host("name " + i, i));
    }
    assertThat(told.getLast()).hasSize(NearbyList.MOST);
    list.remove("s3");
    list.put("late", host("late", 2000));
    assertThat(told.getLast()).hasSize(NearbyList.MOST).anyMatch(h -> h.name().equals("late"));
  }
}
