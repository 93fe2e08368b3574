package app.rostrum.globalkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.rostrum.globalkeys.FakePortal.Answer;
import app.rostrum.globalkeys.GlobalKeys.Listening;
import app.rostrum.globalkeys.GlobalKeys.Way;
import app.rostrum.globalkeys.GlobalShortcuts.Activated;
import app.rostrum.globalkeys.GlobalShortcuts.Deactivated;
import app.rostrum.globalkeys.GlobalShortcuts.Registry;
import app.rostrum.globalkeys.GlobalShortcuts.Request;
import app.rostrum.globalkeys.GlobalShortcuts.Session;
import app.rostrum.testing.SessionBus;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Marshalling;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asks a fake portal on a real session bus of the test's own, where dbus-daemon is installed. */
@Timeout(120)
class PortalKeysTest {
  private static final String HEARD = "heard by PORTAL as Meta+F8";

  @TempDir Path home;
  private final HeardKey heard = new HeardKey();
  private SessionBus bus;
  private GlobalKeys keys;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(SessionBus.installed("dbus-daemon"));
    bus = SessionBus.start(home);
    keys =
        SessionKeys.of(
            Map.of("DBUS_SESSION_BUS_ADDRESS", bus.address(), "WAYLAND_DISPLAY", "wayland-0"),
            "app.rostrum.Rostrum");
  }

  @AfterEach
  void stop() {
    if (bus != null) {
      keys.close();
      bus.close();
    }
  }

  private FakePortal portal(Answer answer) throws Exception {
    return new FakePortal(bus.address(), answer, true);
  }

  private static void expectAsked(FakePortal portal, String... calls) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(portal.asked()).containsExactly(calls));
  }

  /** The types of each call and signal, as the portals' published descriptions have them. */
  @Test
  void theInterfacesHaveThePublishedTypes() throws Exception {
    assertThat(types(GlobalShortcuts.class, "CreateSession")).isEqualTo("a{sv} -> o");
    assertThat(types(GlobalShortcuts.class, "BindShortcuts")).isEqualTo("oa(sa{sv})sa{sv} -> o");
    assertThat(types(Registry.class, "Register")).isEqualTo("sa{sv} -> ");
    assertThat(types(Session.class, "Close")).isEqualTo(" -> ");
    var session = new DBusPath("/session");
    assertThat(new Activated("/", session, "talk", new UInt64(1), Map.of()).getSig())
        .isEqualTo("osta{sv}");
    assertThat(new Deactivated("/", session, "talk", new UInt64(1), Map.of()).getSig())
        .isEqualTo("osta{sv}");
    assertThat(new Request.Response("/", new UInt32(0), Map.of()).getSig()).isEqualTo("ua{sv}");
    assertThat(new Session.Closed("/", Map.of()).getSig()).isEqualTo("a{sv}");
  }

  private static String types(Class<?> portal, String call) throws Exception {
    Method method =
        Stream.of(portal.getDeclaredMethods())
            .filter(one -> one.getName().equals(call))
            .findFirst()
            .orElseThrow();
    Type answer = method.getGenericReturnType();
    return Marshalling.getDBusType(method.getGenericParameterTypes())
        + " -> "
        + (answer == void.class ? "" : Marshalling.getDBusType(new Type[] {answer}));
  }

  @Test
  void aKeyIsAskedForHeardAndGivenBack() throws Exception {
    try (FakePortal portal = portal(Answer.ALLOWED)) {
      assertThat(keys.way().get(60, TimeUnit.SECONDS)).isEqualTo(Way.PORTAL);
      Listening listening = keys.listen(GlobalKey.SCROLL_LOCK, "Talk in Rostrum", heard);
      heard.expect(HEARD);
      portal.pressElsewhere();
      portal.press();
      heard.expect(HEARD, "pressed");
      portal.release();
      heard.expect(HEARD, "pressed", "released");
      String[] calls = {
        "register app.rostrum.Rostrum", "create", "bind talk Scroll_Lock Talk in Rostrum", "close"
      };
      expectAsked(portal, calls[0], calls[1], calls[2]);
      listening.close();
      expectAsked(portal, calls);
    }
  }

  @Test
  void aHeldKeyIsReleasedWhenNobodyListensAnyMore() throws Exception {
    try (FakePortal portal = portal(Answer.ALLOWED)) {
      Listening listening = keys.listen(GlobalKey.F8, "Talk", heard);
      heard.expect(HEARD);
      portal.press();
      heard.expect(HEARD, "pressed");
      listening.close();
      heard.expect(HEARD, "pressed", "released");
    }
  }

  @Test
  void aHeldKeyIsReleasedWhenTheDesktopClosesTheSession() throws Exception {
    try (FakePortal portal = portal(Answer.ALLOWED)) {
      keys.listen(GlobalKey.F8, "Talk", heard);
      heard.expect(HEARD);
      portal.press();
      portal.closeSession();
      heard.expect(HEARD, "pressed", "released", "ended LOST");
    }
  }

  @Test
  void aHeldKeyIsReleasedWhenThePortalIsGone() throws Exception {
    try (FakePortal portal = portal(Answer.ALLOWED)) {
      keys.listen(GlobalKey.F8, "Talk", heard);
      heard.expect(HEARD);
      portal.press();
      heard.expect(HEARD, "pressed");
    }
    heard.expect(HEARD, "pressed", "released", "ended LOST");
    assertThat(keys.way().get(60, TimeUnit.SECONDS)).isEqualTo(Way.WAYLAND);
  }

  @Test
  void aHeldKeyIsReleasedWhenTheBusIsGone() throws Exception {
    try (FakePortal portal = portal(Answer.ALLOWED)) {
      keys.listen(GlobalKey.F8, "Talk", heard);
      heard.expect(HEARD);
      portal.press();
      heard.expect(HEARD, "pressed");
      bus.close();
      heard.expect(HEARD, "pressed", "released", "ended LOST");
    }
  }

  @Test
  void aPersonWhoDeclinesIsNotListenedTo() throws Exception {
    try (FakePortal portal = portal(Answer.DECLINED)) {
      keys.listen(GlobalKey.F8, "Talk", heard);
      heard.expect("ended REFUSED");
      expectAsked(portal, "register app.rostrum.Rostrum", "create", "bind talk F8 Talk", "close");
    }
  }

  @Test
  void aPersonWhoGivesNoKeyIsNotListenedTo() throws Exception {
    try (FakePortal portal = portal(Answer.NONE_OF_THEM)) {
      keys.listen(GlobalKey.F8, "Talk", heard);
      heard.expect("ended REFUSED");
    }
  }

  @Test
  void aDesktopThatWantsANameAndCannotBeToldOneRefuses() throws Exception {
    try (FakePortal portal = new FakePortal(bus.address(), Answer.DECLINED, false)) {
      keys.listen(GlobalKey.F8, "Talk", heard);
      heard.expect("ended REFUSED");
      assertThat(portal.asked()).isEmpty();
    }
  }

  @Test
  void anOlderPortalNeedsNoName() throws Exception {
    try (FakePortal portal = new FakePortal(bus.address(), Answer.ALLOWED, false)) {
      keys.listen(GlobalKey.F8, "Talk", heard);
      heard.expect(HEARD);
    }
  }

  @Test
  void theQuestionIsTakenBackWithTheStream() throws Exception {
    try (FakePortal portal = portal(Answer.NOT_YET)) {
      Listening listening = keys.listen(GlobalKey.F8, "Talk", heard);
      expectAsked(portal, "register app.rostrum.Rostrum", "create", "bind talk F8 Talk");
      listening.close();
      expectAsked(portal, "register app.rostrum.Rostrum", "create", "bind talk F8 Talk", "close");
      heard.expect();
    }
  }
}
