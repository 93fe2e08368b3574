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

  private static void only(String room, String library) {
    noClasses()
        .that()
        .resideOutsideOfPackage("app.rostrum." + room + "..")
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
    room("sdk", "threads", "wire", "media");
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
  void librariesStayInTheirRooms() {
    only("desktop", "javafx");
    only("server", "com.twilio");
    only("media", "dev.onvoid");
    only("web", "org.eclipse.jetty");
    only("rtc", "org.bouncycastle");
    only("rtc", "org.jitsi");
    only("rtc", "org.concentus");
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
