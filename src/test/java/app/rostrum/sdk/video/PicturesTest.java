package app.rostrum.sdk.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.rooms.EmbeddedRooms;
import app.rostrum.cloud.rooms.Rooms;
import app.rostrum.cloud.rooms.TestTokens;
import app.rostrum.sdk.video.TwilioVideoPages.Page;
import app.rostrum.testing.Capability;
import app.rostrum.testing.Sdk;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages with the official SDK publish canvases as video, in place of a camera. */
@Tag("conformance")
@Tag("media")
@Timeout(120)
class PicturesTest {
  @TempDir private static Path folder;
  private static TwilioVideoPages pages;
  private static int pageNumber;

  private EmbeddedRooms cloud;
  private final List<Page> open = new ArrayList<>();

  @BeforeAll
  static void openBrowser() throws Exception {
    Path log = Path.of("target/logs/twilio-video-pictures.log");
    Files.createDirectories(log.getParent());
    pages = new TwilioVideoPages(folder.resolve("none.wav"), log);
  }

  @AfterAll
  static void closeBrowser() throws Exception {
    pages.close();
  }

  @BeforeEach
  void openCloud() throws Exception {
    cloud = new EmbeddedRooms();
    cloud.create("stage");
  }

  @AfterEach
  void closeCloud() throws Exception {
    for (Page page : open) {
      page.run("close");
    }
    cloud.close();
  }

  private Page join(Sdk sdk, String identity, Object... options) throws IOException {
    return joinRoom(sdk, "stage", identity, options);
  }

  private Page joinRoom(Sdk sdk, String name, String identity, Object... options)
      throws IOException {
    Page page = pages.page(sdk, "picture-page-" + pageNumber++);
    open.add(page);
    var parameters = new ArrayList<Object>(List.of(options));
    parameters.addAll(
        List.of(
            "wsServer",
            cloud.signaling(),
            "name",
            name,
            "token",
            TestTokens.video(identity, name)));
    JsonObject room = page.run("connect", parameters.toArray()).getAsJsonObject();
    assertThat(room.has("code")).as("%s", room).isFalse();
    return page;
  }

  private static void publish(Page page, String color, Object... options) throws IOException {
    var parameters = new ArrayList<Object>(List.of("color", color));
    parameters.addAll(List.of(options));
    assertThat(page.run("publishPicture", parameters.toArray()).getAsInt()).isZero();
  }

  /** Returns a participant's pictures as a page sees them. */
  private static List<JsonObject> seen(Page page, String identity) throws IOException {
    var list = new ArrayList<JsonObject>();
    for (JsonElement picture : page.run("seen").getAsJsonArray()) {
      if (picture.getAsJsonObject().get("identity").getAsString().equals(identity)) {
        list.add(picture.getAsJsonObject());
      }
    }
    return list;
  }

  /** Returns the browser's statistics of its inbound or outbound video. */
  private static List<JsonObject> streams(Page page, String type) throws IOException {
    var list = new ArrayList<JsonObject>();
    for (JsonElement report : page.run("stats").getAsJsonArray()) {
      JsonObject object = report.getAsJsonObject();
      if (object.get("type").getAsString().equals(type)
          && object.get("kind").getAsString().equals("video")) {
        list.add(object);
      }
    }
    return list;
  }

  private static void awaitSees(Page page, String identity, int red, int green, int blue) {
    await()
        .untilAsserted(
            () ->
                assertThat(seen(page, identity))
                    .anySatisfy(
                        picture -> {
                          assertThat(picture.get("frames").getAsInt()).isGreaterThan(10);
                          assertThat(picture.get("red").getAsInt()).isBetween(red - 40, red + 40);
                          assertThat(picture.get("green").getAsInt())
                              .isBetween(green - 40, green + 40);
                          assertThat(picture.get("blue").getAsInt())
                              .isBetween(blue - 40, blue + 40);
                        }));
  }

  @Judged
  @Capability("video tracks, also late ones")
  void canvasesAreSeenBothWaysAndByOneWhoComesLater(Sdk sdk) throws Exception {
    Page alice = join(sdk, "alice", "hertz", 440);
    Page bob = join(sdk, "bob");
    publish(alice, "rgb(200,0,0)");
    awaitSees(bob, "alice", 200, 0, 0);
    publish(bob, "rgb(0,0,200)");
    awaitSees(alice, "bob", 0, 0, 200);
    Page carol = join(sdk, "carol");
    awaitSees(carol, "alice", 200, 0, 0);
    awaitSees(carol, "bob", 0, 0, 200);
    assertThat(carol.heard("alice")).isNotEmpty();
  }

  @Judged
  @Capability("video refused in an audio-only room")
  void aPictureIsRefusedInARoomForAudioOnlyAndTheSoundGoesOn(Sdk sdk) throws Exception {
    cloud
        .rooms()
        .create(
            new Rooms.CreateRequest(
                "voices",
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    Page alice = joinRoom(sdk, "voices", "alice", "hertz", 440);
    Page bob = joinRoom(sdk, "voices", "bob", "hertz", 1000);
    assertThat(alice.run("publishPicture").getAsInt()).isEqualTo(53125);
    assertThat(alice.events()).contains("trackPublicationFailed 53125");
    alice.run("publish", "hertz", 700, "name", "more");
    await()
        .untilAsserted(
            () -> {
              assertThat(bob.heard("alice")).anyMatch(pitch -> Math.abs(pitch - 700) < 6);
              assertThat(alice.heard("bob")).anyMatch(pitch -> Math.abs(pitch - 1000) < 6);
            });
  }

  @Judged
  @Capability("VP8 simulcast, reduced to one layer")
  void ofSeveralSizesTheLargestReachesTheSubscribers(Sdk sdk) throws Exception {
    Page alice = join(sdk, "alice", "simulcast", true);
    Page bob = join(sdk, "bob");
    publish(alice, "rgb(0,160,0)", "width", 960, "height", 540);
    awaitSees(bob, "alice", 0, 160, 0);
    Page carol = join(sdk, "carol");
    awaitSees(carol, "alice", 0, 160, 0);
    await()
        .untilAsserted(
            () -> {
              assertThat(
                      streams(alice, "outbound-rtp").stream()
                          .filter(s -> s.get("packetsSent").getAsLong() > 0))
                  .hasSizeGreaterThan(1);
              assertThat(seen(bob, "alice").getFirst().get("width").getAsInt()).isEqualTo(960);
            });
    int before = seen(bob, "alice").getFirst().get("frames").getAsInt();
    awaitSees(bob, "alice", 0, 160, 0);
    await().until(() -> seen(bob, "alice").getFirst().get("frames").getAsInt() > before + 20);
    assertThat(streams(bob, "inbound-rtp")).hasSize(1);
  }

  @Judged
  @Capability("video in another codec (VP9)")
  void aPagePrefersAnotherCodec(Sdk sdk) throws Exception {
    Page alice = join(sdk, "alice", "codec", "VP9");
    Page bob = join(sdk, "bob");
    publish(alice, "rgb(200,0,0)");
    awaitSees(bob, "alice", 200, 0, 0);
    String codec = streams(bob, "inbound-rtp").getFirst().get("codecId").getAsString();
    boolean isVp9 = false;
    for (JsonElement report : bob.run("stats").getAsJsonArray()) {
      JsonObject object = report.getAsJsonObject();
      isVp9 |=
          object.get("id").getAsString().equals(codec)
              && object.get("mimeType").getAsString().equals("video/VP9");
    }
    assertThat(isVp9).isTrue();
  }
}
