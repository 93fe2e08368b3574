package app.rostrum;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls of the house: who may use whom, as docs/architecture.md has it. */
class WallsTest {
  private static final JavaClasses ROSTRUM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("app.rostrum");

  private static void room(String name, String... mayUse) {
    var allowed = new ArrayList<String>();
    allowed.add("app.rostrum." + name + "..");
    for (String other : mayUse) {
      allowed.add("app.rostrum." + other + "..");
    }
    classes()
        .that()
        .resideInAPackage("app.rostrum." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "are outside Rostrum or in " + List.of(allowed),
                c ->
                    !c.getPackageName().startsWith("app.rostrum")
                        || allowed.stream()
                            .map(p -> p.substring(0, p.length() - 2))
                            .anyMatch(
                                p ->
                                    c.getPackageName().equals(p)
                                        || c.getPackageName().startsWith(p + "."))))
        .check(ROSTRUM);
  }

  private static void only(String library, String... rooms) {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            Stream.of(rooms).map(room -> "app.rostrum." + room + "..").toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library + "..")
        .check(ROSTRUM);
  }

  @Test
  void wireKnowsNobody() {
    room("wire");
  }

  @Test
  void aboutKnowsNobody() {
    room("about");
  }

  @Test
  void threadsKnowNobody() {
    room("threads");
  }

  @Test
  void rtcStandsOnWire() {
    room("rtc", "threads", "wire");
  }

  /** Others see the peer and its RTP, data channels, and Opus; the rest is the peer's own. */
  @Test
  void layersOfRtcStayInside() {
    noClasses()
        .that()
        .resideOutsideOfPackage("app.rostrum.rtc..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "app.rostrum.rtc.ice..",
            "app.rostrum.rtc.dtls..",
            "app.rostrum.rtc.sctp..",
            "app.rostrum.rtc.stats..")
        .orShould()
        .dependOnClassesThat(
            describe(
                "are data channels' implementation",
                c ->
                    c.getPackageName().equals("app.rostrum.rtc.data")
                        && !c.getName().matches(".*\\.DataChannel(\\$.*)?")))
        .check(ROSTRUM);
  }

  @Test
  void layersOfRtcStandOnEachOther() {
    room("rtc.ice", "wire");
    room("rtc.dtls", "threads", "wire");
    room("rtc.sctp", "wire");
    room("rtc.data", "threads", "rtc.dtls", "rtc.sctp", "wire");
    room("rtc.opus", "wire");
    room("rtc.stats", "wire");
  }

  @Test
  void mediaStandsOnRtcAndWire() {
    room("media", "threads", "rtc", "wire");
  }

  @Test
  void sdkStandsOnWireAndMedia() {
    room("sdk", "about", "threads", "wire", "media");
  }

  @Test
  void backendClientKnowsOnlyThreads() {
    room("backend", "threads");
  }

  @Test
  void streamUsesBackendSdkAndMedia() {
    room("stream", "threads", "backend", "sdk", "media", "wire");
  }

  @Test
  void desktopUsesStreamBackendAndMedia() {
    room("desktop", "threads", "stream", "backend", "media");
  }

  @Test
  void webKnowsOnlyThreads() {
    room("web", "threads");
  }

  @Test
  void serverKnowsNoCloud() {
    room("server", "threads", "web", "wire.token");
  }

  @Test
  void cloudKnowsNoClient() {
    room("cloud", "threads", "web", "rtc", "wire");
  }

  @Test
  void commandsShareLittle() {
    room("cli", "threads", "backend");
  }

  @Test
  void hostPutsBackendAndCloudTogether() {
    room("host", "threads", "cli", "backend", "server", "cloud", "rtc", "web");
  }

  @Test
  void botIsAClient() {
    room("bot", "threads", "cli", "backend", "stream", "media");
  }

  @Test
  void appPutsTheDesktopTogether() {
    room("app", "threads", "backend", "cli", "demo", "desktop", "host", "media");
  }

  @Test
  void demoShowsAppHostAndBots() {
    room("demo", "threads", "cli", "backend", "bot", "desktop", "host", "media", "stream");
  }

  @Test
  void nobodyUsesBenchOrTheEntryPoint() {
    noClasses()
        .that()
        .resideOutsideOfPackages("app.rostrum", "app.rostrum.bench")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("app.rostrum", "app.rostrum.bench")
        .check(ROSTRUM);
    noClasses()
        .that()
        .resideInAPackage("app.rostrum.bench")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("app.rostrum")
        .check(ROSTRUM);
  }

  /** A server package without JavaFX and libwebrtc is possible. */
  @Test
  void serverAndBotsStandWithoutDesktop() {
    noClasses()
        .that()
        .resideInAnyPackage("app.rostrum.host", "app.rostrum.bot")
        .should()
        .transitivelyDependOnClassesThat()
        .resideInAnyPackage(
            "javafx..", "dev.onvoid..", "app.rostrum.desktop..", "app.rostrum.media.webrtc..")
        .check(ROSTRUM);
  }

  @Test
  void librariesStayInTheirRooms() {
    only("javafx", "desktop", "demo");
    only("com.twilio", "server");
    only("dev.onvoid", "media");
    only("org.eclipse.jetty", "web");
    only("org.bouncycastle", "rtc");
    only("org.jitsi", "rtc");
    only("org.concentus", "rtc");
  }

  @Test
  void wireHasNoSocketsThreadsOrClock() {
    noClasses()
        .that()
        .resideInAPackage("app.rostrum.wire..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net", "java.nio.channels..", "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .check(ROSTRUM);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("app.rostrum.(*)..").should().beFreeOfCycles().check(ROSTRUM);
  }
}
