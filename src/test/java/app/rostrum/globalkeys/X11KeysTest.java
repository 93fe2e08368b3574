package app.rostrum.globalkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.rostrum.globalkeys.GlobalKeys.Listening;
import app.rostrum.globalkeys.GlobalKeys.Way;
import app.rostrum.testing.SessionBus;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Presses keys on a real X server, where Xvfb is installed, while another program has them. */
@Timeout(120)
class X11KeysTest {
  private static final String HEARD = "heard by X11";

  @TempDir Path home;
  private final HeardKey heard = new HeardKey();
  private XServer server;
  private GlobalKeys keys;
  private int f8;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(SessionBus.installed("Xvfb"));
    server = XServer.start(home);
    keys = SessionKeys.of(server.environment(), "app.rostrum.Rostrum");
    f8 = server.keycode(GlobalKey.F8.keysym());
  }

  @AfterEach
  void stop() {
    if (server != null) {
      keys.close();
      server.close();
    }
  }

  private static Way wayOf(Map<String, String> environment) throws Exception {
    return SessionKeys.of(environment, "app.rostrum.Rostrum").way().get(60, TimeUnit.SECONDS);
  }

  @Test
  void aKeyIsHeardWhileAnotherProgramHasItAndOnlyThatKey() throws Exception {
    assertThat(keys.way().get(60, TimeUnit.SECONDS)).isEqualTo(Way.X11);
    try (Listening listening = keys.listen(GlobalKey.F8, "Talk", heard)) {
      heard.expect(HEARD);
      int f7 = server.keycode(GlobalKey.F7.keysym());
      server.press(f7);
      server.release(f7);
      server.press(f8);
      heard.expect(HEARD, "pressed");
      server.awaitPress(f8);
      server.release(f8);
      heard.expect(HEARD, "pressed", "released");
    }
  }

  @Test
  void aKeyIsHeardWhileAnotherProgramKeepsAllKeys() throws Exception {
    keys.listen(GlobalKey.F8, "Talk", heard);
    heard.expect(HEARD);
    server.grabKeyboard();
    server.press(f8);
    server.release(f8);
    heard.expect(HEARD, "pressed", "released");
  }

  @Test
  void aHeldKeyThatRepeatsIsPressedOnce() throws Exception {
    keys.listen(GlobalKey.F8, "Talk", heard);
    heard.expect(HEARD);
    server.press(f8);
    for (int i = 0; i < 4; i++) {
      server.awaitPress(f8);
    }
    server.press(f8); // by a second keyboard
    server.release(f8);
    heard.expect(HEARD, "pressed", "released");
  }

  @Test
  void aKeyThatMovesIsFollowedAndAHeldOneIsReleasedWhereItWasPressed() throws Exception {
    keys.listen(GlobalKey.F8, "Talk", heard);
    heard.expect(HEARD);
    int f7 = server.keycode(GlobalKey.F7.keysym());
    server.press(f8);
    server.map(f8, GlobalKey.F7.keysym());
    server.map(f7, GlobalKey.F8.keysym());
    heard.expect(HEARD, "pressed");
    server.release(f8);
    heard.expect(HEARD, "pressed", "released");
    server.press(f7);
    heard.expect(HEARD, "pressed", "released", "pressed");
    server.release(f7);
    server.press(f8);
    server.release(f8);
    heard.expect(HEARD, "pressed", "released", "pressed", "released");
  }

  @Test
  void aHeldKeyIsReleasedWhenTheServerIsGone() throws Exception {
    keys.listen(GlobalKey.F8, "Talk", heard);
    heard.expect(HEARD);
    server.press(f8);
    heard.expect(HEARD, "pressed");
    server.close();
    heard.expect(HEARD, "pressed", "released", "ended LOST");
    assertThat(keys.way().get(60, TimeUnit.SECONDS)).isEqualTo(Way.UNKNOWN_SYSTEM);
  }

  @Test
  void nothingIsHeardAfterTheEnd() throws Exception {
    Listening listening = keys.listen(GlobalKey.F8, "Talk", heard);
    heard.expect(HEARD);
    server.press(f8);
    heard.expect(HEARD, "pressed");
    listening.close();
    heard.expect(HEARD, "pressed", "released");
    server.release(f8);
    server.press(f8);
    server.awaitPress(f8);
    heard.expect(HEARD, "pressed", "released");
  }

  @Test
  void aKeyThatTheKeyboardDoesNotHaveIsSaidToBeMissing() throws Exception {
    server.map(f8, 0);
    server.keycode(GlobalKey.F7.keysym()); // so that the server has done it
    keys.listen(GlobalKey.F8, "Talk", heard);
    heard.expect("ended NO_SUCH_KEY");
  }

  @Test
  void whoMayNotUseTheServerHearsNoKeys() throws Exception {
    assertThat(wayOf(Map.of("DISPLAY", server.environment().get("DISPLAY"))))
        .isEqualTo(Way.UNKNOWN_SYSTEM);
  }

  /** There the server hears keys only while one of its own windows has the keyboard. */
  @Test
  void onWaylandTheServerIsNotAsked() throws Exception {
    var environment = new HashMap<>(server.environment());
    environment.put("WAYLAND_DISPLAY", "wayland-0");
    assertThat(wayOf(environment)).isEqualTo(Way.WAYLAND);
    SessionKeys.of(environment, "app.rostrum.Rostrum").listen(GlobalKey.F8, "Talk", heard);
    heard.expect("ended NO_WAY");
  }
}
