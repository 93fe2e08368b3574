package app.rostrum;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.ui.Shortcut;
import atlantafx.base.theme.Theme;
import ch.qos.logback.classic.LoggerContext;
import com.google.zxing.BarcodeFormat;
import com.ibm.icu.text.SpoofChecker;
import com.sun.jna.Native;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.twilio.http.TwilioRestClient;
import dev.onvoid.webrtc.PeerConnectionFactory;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.foreign.Arena;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javafx.animation.Animation;
import javafx.scene.Node;
import javafx.scene.input.KeyCodeCombination;
import javax.jmdns.JmDNS;
import javax.sound.sampled.SourceDataLine;
import okhttp3.OkHttpClient;
import org.bouncycastle.tls.TlsServer;
import org.eclipse.jetty.server.Server;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.jitsi.srtp.SrtpContextFactory;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.javafx.FontIcon;
import org.sqlite.SQLiteConnection;
import picocli.CommandLine;

/** The walls between packages: who may use whom, as docs/architecture.md has it. */
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
            describe(
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

  /**
   * Only the rooms given use a library, and each of them does.
   *
   * @param library the library's outermost package
   * @param member a class in it, so that the name cannot be wrong
   */
  private static void only(String library, Class<?> member, String... rooms) {
    assertThat(member.getPackageName()).startsWith(library);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            Stream.of(rooms).map(room -> "app.rostrum." + room + "..").toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library + "..")
        .check(ROSTRUM);
    for (String room : rooms) {
      assertThat(ROSTRUM)
          .as("classes of %s that use %s", room, library)
          .anyMatch(
              user ->
                  JavaClass.Predicates.resideInAPackage("app.rostrum." + room + "..").test(user)
                      && user.getDirectDependenciesFromSelf().stream()
                          .anyMatch(
                              use ->
                                  JavaClass.Predicates.resideInAPackage(library + "..")
                                      .test(use.getTargetClass())));
    }
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
  void namesKnowNobody() {
    room("names");
  }

  @Test
  void filesKnowNobody() {
    room("files");
  }

  @Test
  void keychainKnowsOnlyThreads() {
    room("keychain", "threads");
  }

  @Test
  void globalKeysKnowOnlyThreads() {
    room("globalkeys", "threads");
  }

  @Test
  void notificationsKnowOnlyThreads() {
    room("notifications", "threads");
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
                        && !c.getName().matches(".*\\.TransportChannel(\\$.*)?")))
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
  void backendClientStandsAlone() {
    room("backend", "files", "threads");
  }

  @Test
  void nearbyFindsBackends() {
    room("nearby", "threads", "backend");
  }

  @Test
  void streamUsesBackendSdkAndMedia() {
    room("stream", "threads", "backend", "sdk", "media", "names", "wire");
  }

  @Test
  void hostingStandsOnStream() {
    room("hosting", "files", "backend", "stream");
  }

  @Test
  void desktopUsesStreamBackendAndMedia() {
    room(
        "desktop",
        "about",
        "files",
        "globalkeys",
        "keychain",
        "names",
        "notifications",
        "threads",
        "hosting",
        "stream",
        "backend",
        "media");
  }

  @Test
  void webKnowsOnlyThreads() {
    room("web", "threads");
  }

  @Test
  void serverKnowsNoCloud() {
    room("server", "names", "threads", "web", "wire.token");
  }

  @Test
  void cloudKnowsNoClient() {
    room("cloud", "files", "threads", "web", "rtc", "wire");
  }

  @Test
  void commandsShareLittle() {
    room("cli", "threads", "backend");
  }

  @Test
  void hostPutsBackendAndCloudTogether() {
    room("host", "about", "files", "threads", "cli", "backend", "server", "cloud", "rtc", "web");
  }

  @Test
  void adminSpeaksToTheHost() {
    room("admin", "backend", "cli", "host");
  }

  @Test
  void botIsAClient() {
    room("bot", "names", "threads", "cli", "backend", "hosting", "stream", "media");
  }

  @Test
  void doctorIsAClientWithoutASession() {
    room("doctor", "threads", "cli", "backend", "wire");
  }

  @Test
  void appPutsTheDesktopTogether() {
    room(
        "app",
        "threads",
        "files",
        "globalkeys",
        "keychain",
        "backend",
        "cli",
        "demo",
        "desktop",
        "host",
        "hosting",
        "media",
        "nearby",
        "notifications");
  }

  @Test
  void demoShowsAppHostAndBots() {
    room(
        "demo",
        "threads",
        "cli",
        "backend",
        "bot",
        "desktop",
        "globalkeys",
        "host",
        "media",
        "notifications",
        "stream");
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
        .resideInAnyPackage(
            "app.rostrum.host", "app.rostrum.admin", "app.rostrum.bot", "app.rostrum.doctor")
        .should()
        .transitivelyDependOnClassesThat()
        .resideInAnyPackage(
            "javafx..", "dev.onvoid..", "app.rostrum.desktop..", "app.rostrum.media.webrtc..")
        .check(ROSTRUM);
  }

  @Test
  void librariesStayInTheirRooms() {
    only("javafx", Node.class, "bench", "desktop", "demo");
    only("atlantafx", Theme.class, "desktop");
    only("org.kordamp.ikonli", FontIcon.class, "desktop");
    only("javax.jmdns", JmDNS.class, "nearby");
    only("com.google.zxing", BarcodeFormat.class, "desktop.sharing");
    only("com.twilio", TwilioRestClient.class, "server");
    only("com.ibm.icu", SpoofChecker.class, "server");
    only("dev.onvoid", PeerConnectionFactory.class, "media.webrtc");
    only("org.eclipse.jetty", Server.class, "web");
    only("org.bouncycastle", TlsServer.class, "rtc.dtls", "host");
    only("org.jitsi", SrtpContextFactory.class, "rtc.dtls");
    only("io.github.jaredmdobson.concentus", OpusDecoder.class, "rtc.opus");
    only("org.freedesktop.dbus", DBusConnection.class, "globalkeys", "keychain", "notifications");
    only("ch.qos.logback", LoggerContext.class, "app", "cli");
    only("io.prometheus", MetricSnapshots.class, "host");
    only("java.lang.foreign", Arena.class, "globalkeys", "host", "keychain", "threads");
    only("javax.sound.sampled", SourceDataLine.class, "media.webrtc");
    only("java.sql", Connection.class, "cloud", "host");
    only("org.sqlite", SQLiteConnection.class, "cloud.store");
    only(
        "okhttp3",
        OkHttpClient.class,
        "app",
        "backend",
        "bench",
        "bot",
        "cli",
        "demo",
        "desktop.services",
        "doctor",
        "host",
        "sdk",
        "stream");
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(Native.class.getPackageName() + "..")
        .because("JNA is used through jitsi-srtp")
        .check(ROSTRUM);
  }

  /** A key that is written elsewhere would be missing on the sheet of shortcuts. */
  @Test
  void onlyShortcutWritesDownKeys() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Shortcut.class)
        .should()
        .callConstructorWhere(
            describe(
                "of keys that are pressed together",
                call -> call.getTargetOwner().isAssignableTo(KeyCodeCombination.class)))
        .check(ROSTRUM);
  }

  /** Commands are read from the command line by the packages that put Rostrum together. */
  /** A running animation has the whole window looked over sixty times a second while it waits. */
  @Test
  void nothingWaitsByAnAnimation() {
    noClasses().should().dependOnClassesThat().areAssignableTo(Animation.class).check(ROSTRUM);
  }

  @Test
  void onlyCommandsUsePicocli() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "app.rostrum", "app.rostrum.(admin|app|bench|bot|cli|demo|doctor|host)")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(CommandLine.class.getPackageName() + "..")
        .check(ROSTRUM);
  }

  /** A thread made elsewhere would end silently at the first Error. */
  @Test
  void onlyThreadsMakesThreadsAndExecutors() {
    noClasses()
        .that()
        .resideOutsideOfPackage("app.rostrum.threads")
        .should()
        .callMethodWhere(
            owner(Executors.class)
                .or(owner(Thread.Builder.class))
                .or(owner(Thread.class).and(name("ofVirtual|ofPlatform|startVirtualThread")))
                .or(owner(CompletableFuture.class).and(name("delayedExecutor")))
                .or(
                    owner(CompletableFuture.class)
                        .and(name("runAsync|supplyAsync"))
                        .and(
                            describe(
                                "without an executor",
                                call -> call.getTarget().getRawParameterTypes().size() == 1))))
        .orShould()
        .callConstructorWhere(
            describe(
                "of a thread, an executor or a timer",
                call ->
                    call.getTargetOwner().isAssignableTo(Thread.class)
                        || call.getTargetOwner().isAssignableTo(AbstractExecutorService.class)
                        || call.getTargetOwner().isAssignableTo(Timer.class)))
        .check(ROSTRUM);
  }

  private static DescribedPredicate<JavaMethodCall> owner(Class<?> type) {
    return describe(
        "of " + type.getSimpleName(), call -> call.getTargetOwner().isAssignableTo(type));
  }

  private static DescribedPredicate<JavaMethodCall> name(String pattern) {
    return describe("called " + pattern, call -> call.getName().matches(pattern));
  }

  /** Tests wait for a condition with a limit, or move a clock by hand. */
  @Test
  void testsDoNotSleep() {
    noClasses()
        .should()
        .callMethodWhere(
            owner(Thread.class)
                .and(name("sleep"))
                .or(owner(TimeUnit.class).and(name("sleep")))
                .or(owner(LockSupport.class).and(name("park.+")))
                .or(
                    describe(
                        "that delays Awaitility's first look",
                        call ->
                            call.getTargetOwner().getPackageName().startsWith("org.awaitility")
                                && call.getName().equals("pollDelay"))))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("app.rostrum"));
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
    slices().matching("app.rostrum.(**)").should().beFreeOfCycles().check(ROSTRUM);
  }
}
