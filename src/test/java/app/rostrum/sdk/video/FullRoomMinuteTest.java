package app.rostrum.sdk.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.rooms.EmbeddedRooms;
import app.rostrum.cloud.rooms.TestTokens;
import app.rostrum.sdk.video.TwilioVideoPages.Page;
import app.rostrum.testing.Capability;
import app.rostrum.testing.Sdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three browsers with two SDK versions and two of our clients in one room for a minute, with
 * measured sound.
 */
@Tag("conformance")
@Tag("media")
@Timeout(180)
class FullRoomMinuteTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);

  /** The smallest share of samples in which a voice must be present; stutter is not silence. */
  private static final double HEARD = 0.9;

  @TempDir private static Path folder;

  @Test
  @Capability(
      value = "three browsers and two of our own for a minute, sound both ways",
      judgedBy = {Sdk.VIDEO_2_36, Sdk.VIDEO_2_22})
  void everybodyHearsEverybodyAllTheTime() throws Exception {
    Path log = Path.of("target/logs/twilio-video-minute.log");
    Files.createDirectories(log.getParent());
    try (var cloud = new EmbeddedRooms();
        var pages = new TwilioVideoPages(folder.resolve("none.wav"), log)) {
      cloud.create("stage");
      Map<String, Double> pitches = new LinkedHashMap<>();
      Map<String, Page> browsers = new LinkedHashMap<>();
      Map<String, Sdk> versions = new LinkedHashMap<>();
      versions.put("anna", Sdk.VIDEO_2_36);
      versions.put("bert", Sdk.VIDEO_2_22);
      versions.put("cleo", Sdk.VIDEO_2_36);
      double hz = 440;
      for (var each : versions.entrySet()) {
        Page page = pages.page(each.getValue(), each.getKey());
        String token = TestTokens.video(each.getKey(), "stage");
        var joined = page.connect(cloud.signaling(), "stage", token, hz);
        assertThat(joined.has("code")).as("%s", joined).isFalse();
        browsers.put(each.getKey(), page);
        pitches.put(each.getKey(), hz);
        hz += 400;
      }
      try (Attendee dora = Attendee.join(cloud.signaling(), "stage", "dora", hz);
          Attendee emil = Attendee.join(cloud.signaling(), "stage", "emil", hz + 400)) {
        pitches.put("dora", hz);
        pitches.put("emil", hz + 400);
        Map<String, Attendee> ours = Map.of("dora", dora, "emil", emil);
        await().until(() -> look(browsers, ours, pitches).values().stream().allMatch(h -> h));

        Map<String, Integer> heard = new LinkedHashMap<>();
        var looks = new AtomicInteger();
        long end = System.nanoTime() + MINUTE.toNanos();
        await()
            .pollInterval(Duration.ofMillis(500))
            .atMost(MINUTE.multipliedBy(2))
            .until(
                () -> {
                  looks.incrementAndGet();
                  look(browsers, ours, pitches)
                      .forEach((p, h) -> heard.merge(p, h ? 1 : 0, Integer::sum));
                  return System.nanoTime() >= end;
                });
        int all = looks.get();
        assertThat(all).isGreaterThan(20);
        assertThat(heard).hasSize(20);
        assertThat(heard)
            .allSatisfy(
                (pair, times) -> assertThat((double) times / all).as(pair).isGreaterThan(HEARD));
        for (var page : browsers.values()) {
          assertThat(page.events())
              .noneMatch(e -> e.startsWith("reconnecting") || e.startsWith("disconnected"));
        }
        assertThat(dora.ends()).isEmpty();
        assertThat(emil.reconnecting()).isEmpty();
      }
    }
  }

  /** Returns for each pair whether the one hears the other at this moment. */
  private static Map<String, Boolean> look(
      Map<String, Page> browsers, Map<String, Attendee> ours, Map<String, Double> pitches)
      throws Exception {
    Map<String, Boolean> now = new LinkedHashMap<>();
    for (var listener : browsers.entrySet()) {
      for (var voice : pitches.entrySet()) {
        if (!voice.getKey().equals(listener.getKey())) {
          now.put(
              listener.getKey() + " hears " + voice.getKey(),
              listener.getValue().heard(voice.getKey()).stream()
                  .anyMatch(pitch -> Math.abs(pitch - voice.getValue()) < 6));
        }
      }
    }
    for (var listener : ours.entrySet()) {
      for (var voice : pitches.entrySet()) {
        if (!voice.getKey().equals(listener.getKey())) {
          now.put(
              listener.getKey() + " hears " + voice.getKey(),
              listener.getValue().hears(voice.getValue()));
        }
      }
    }
    return now;
  }
}
