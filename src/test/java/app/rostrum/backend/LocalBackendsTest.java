package app.rostrum.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalBackendsTest {
  private static final Passcode PASSCODE = new Passcode("12345612345678");

  @TempDir private Path home;
  private ServerSocket listening;
  private LocalBackends local;
  private URI address;
  private LocalBackends.Place place;

  @BeforeEach
  void listen() throws IOException {
    listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    address = URI.create("http://127.0.0.1:" + listening.getLocalPort());
    place = new LocalBackends.Place(address, Optional.empty());
    local = new LocalBackends(home.resolve("state"));
  }

  @AfterEach
  void stopListening() throws IOException {
    listening.close();
  }

  @Test
  void anAnnouncedBackendIsFoundUntilItIsWithdrawn() throws IOException {
    assertThat(local.find(PASSCODE)).isEmpty();
    try (var announcement = local.announce(PASSCODE, place)) {
      assertThat(announcement).isNotNull();
      assertThat(local.find(PASSCODE)).contains(place);
      assertThat(local.find(new Passcode("99999912345678"))).contains(place); // renewed
      assertThat(local.find(new Passcode("12345612345679"))).isEmpty();
    }
    assertThat(local.find(PASSCODE)).isEmpty();
    try (var files = Files.list(home.resolve("state"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void withdrawingDoesNotAffectASuccessor() throws IOException {
    var first =
        local.announce(
            PASSCODE, new LocalBackends.Place(URI.create("http://127.0.0.1:9"), Optional.empty()));
    var second = local.announce(PASSCODE, place);
    first.close();
    assertThat(local.find(PASSCODE)).contains(place);
    second.close();
    second.close();
    assertThat(local.find(PASSCODE)).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void onlyTheOwnerCanReadIt() throws IOException {
    try (var announcement = local.announce(PASSCODE, place)) {
      assertThat(announcement).isNotNull();
      Path directory = home.resolve("state");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
      Path file = directory.resolve("1234-5678.json");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(file)).doesNotContain(PASSCODE.digits());
    }
  }

  @Test
  void stoppedBackendsAreIgnored() throws Exception {
    Path file = home.resolve("state/1234-5678.json");
    try (var announcement = local.announce(PASSCODE, place)) {
      assertThat(announcement).isNotNull();
      long over = new ProcessBuilder("true").start().onExit().get().pid();
      Files.writeString(file, "{\"url\":\"" + address + "\",\"pid\":" + over + "}");
      assertThat(local.find(PASSCODE)).isEmpty();
    }
    local.announce(PASSCODE, place);
    assertThat(local.find(PASSCODE)).contains(place);
    listening.close();
    assertThat(local.find(PASSCODE)).isEmpty();
  }

  @Test
  void damagedFilesAreIgnored() throws IOException {
    Files.createDirectories(home.resolve("state"));
    Path file = home.resolve("state/1234-5678.json");
    for (String content :
        new String[] {
          "",
          "[]",
          "{",
          "{\"pid\":1}",
          "{\"url\":7,\"pid\":1}",
          "{\"url\":\"" + address + "\",\"pid\":\"x\"}",
          "{\"url\":\"" + address + "\",\"pid\":{}}",
          "{\"url\":\"file:///etc/passwd\",\"pid\":" + ProcessHandle.current().pid() + "}",
          "x".repeat(1 << 20)
        }) {
      Files.writeString(file, content);
      assertThat(local.find(PASSCODE)).as(content).isEmpty();
    }
  }

  @Test
  void aPasscodeLeadsToTheKeyThatABackendWithTlsHasHere() throws IOException {
    var print = new Fingerprint("fPbZkx0D1wyV3C8CLYsC4oEmGzOFl-cQUvV8YxgjHnA");
    var locator = new BackendLocator(local);
    try (var announcement =
        local.announce(PASSCODE, new LocalBackends.Place(address, Optional.of(print)))) {
      assertThat(announcement).isNotNull();
      assertThat(locator.locate("123456 1234 5678").orElseThrow().fingerprint()).contains(print);
      assertThat(
              locator
                  .locate("rostrum://join?url=https://back.test&passcode=12345612345678")
                  .orElseThrow()
                  .fingerprint())
          .as("another backend")
          .isEmpty();
    }
  }

  @Test
  void aPasscodeLeadsToThisMachineFirstAndAnInvitationToItsAddress() throws IOException {
    var locator = new BackendLocator(local);
    assertThat(locator.locate("123456 1234 5678").orElseThrow().address())
        .isEqualTo(PASSCODE.referenceDeployment());
    try (var announcement = local.announce(PASSCODE, place)) {
      assertThat(announcement).isNotNull();
      assertThat(locator.locate("123456 1234 5678").orElseThrow().address()).isEqualTo(address);
      var invited =
          locator
              .locate("rostrum://join?url=https://back.test&passcode=12345612345678&stream=Java")
              .orElseThrow();
      assertThat(invited.address()).isEqualTo(URI.create("https://back.test"));
      assertThat(invited.streamName()).isEqualTo(Optional.of("Java"));
    }
    assertThat(locator.locate("nonsense")).isEmpty();
  }
}
