package app.rostrum.desktop.emoji;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.emoji.EmojiSegment.Emoji;
import app.rostrum.desktop.emoji.EmojiSegment.Words;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiSegmentTest {
  private static List<String> parts(String text) {
    return EmojiSegment.of(text).stream()
        .map(part -> (part instanceof Emoji ? "*" : "") + part.text())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "👨‍👩‍👧‍👦",
        "🧑🏿‍🤝‍🧑🏻",
        "👩🏾‍❤️‍💋‍👨🏼",
        "👍🏽",
        "🇩🇪",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "🏳️‍🌈",
        "1️⃣",
        "#️⃣",
        "❤️",
        "❤",
        "❤️‍🔥",
        "🐦‍🔥",
        "🧑‍🚀",
        "👁️‍🗨️",
        "☺️",
        "©️",
        "↔️",
        "🫩"
      })
  void aSequenceIsOnePicture(String emoji) {
    assertThat(parts(emoji)).containsExactly("*" + emoji);
    assertThat(parts("a" + emoji + emoji + "b"))
        .containsExactly("a", "*" + emoji, "*" + emoji, "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"❤︎", "☀︎", "©", "™", "1", "#", "a‍b", "‼", "→", "شكراً", "你好", "नमस्ते", ""})
  void textStaysText(String text) {
    assertThat(EmojiSegment.of(text)).noneMatch(Emoji.class::isInstance);
    assertThat(String.join("", parts(text))).isEqualTo(text);
  }

  @Test
  void aSequenceWithoutAPictureFallsIntoItsParts() {
    assertThat(parts("👩‍🍕")).containsExactly("*👩‍", "*🍕");
    assertThat(parts("👩🏽‍🍕‍🦕")).containsExactly("*👩🏽‍", "*🍕‍", "*🦕");
    assertThat(parts("🍕🏽")).containsExactly("*🍕", "*🏽");
    assertThat(parts("🏴󠁸󠁸󠁸󠁸󠁿!")).containsExactly("*🏴󠁸󠁸󠁸󠁸󠁿", "!");
    assertThat(EmojiSegment.of("🇽🇽"))
        .singleElement()
        .isInstanceOfSatisfying(Words.class, words -> assertThat(words.drawable()).isEqualTo("XX"));
  }

  @Test
  void whatAFontCannotDrawIsLeftOutOfTheDrawing() {
    assertThat(new Words("a❤︎️ 1⃣").drawable()).isEqualTo("a❤ 1");
  }

  @Test
  void eachPictureIsFoundByItsOwnSequence() {
    assertThat(EmojiSet.shared().size()).isGreaterThan(3_700);
    assertThat(EmojiSegment.of("😀"))
        .containsExactly(new Emoji("😀", EmojiSet.shared().find(new int[] {0x1F600}, 0, 1)));
  }

  /** Characters from which surprising sequences come. */
  private static final int[] CHARACTERS = {
    0x1F468, 0x1F469, 0x1F467, 0x200D, 0x200D, 0xFE0F, 0xFE0E, 0x1F3FB, 0x1F3FF, 0x1F1E9, 0x1F1EA,
    0x1F3F4, 0xE0067, 0xE0062, 0xE007F, 0x2764, 0x31, 0x23, 0x20E3, 0xA9, 0x61, 0x20, 0x0A, 0x301,
    0x627, 0x5D0, 0x4F60, 0xD83D, 0xDE00, 0x200E, 0x202E, 0x1F525, 0x1F9D1, 0x1F91D, 0x0
  };

  @Test
  void noCharacterIsEverLost() {
    var random = new Random(20261127);
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.appendCodePoint(
            random.nextInt(4) == 0
                ? random.nextInt(0x20000)
                : CHARACTERS[random.nextInt(CHARACTERS.length)]);
      }
      String written = text.toString();
      List<EmojiSegment> parts = EmojiSegment.of(written);
      assertThat(parts.stream().map(EmojiSegment::text).collect(Collectors.joining()))
          .isEqualTo(written);
      assertThat(parts).allMatch(part -> !part.text().isEmpty());
      assertThat(parts)
          .filteredOn(Emoji.class::isInstance)
          .allMatch(part -> ((Emoji) part).picture() < EmojiSet.shared().size());
    }
  }

  /** A hostile message costs no more than its length. */
  @Test
  void aThousandJoinedEmojiAreAThousandPictures() {
    String hostile = "🍕‍".repeat(1_000) + "́".repeat(10_000);
    assertThat(EmojiSegment.of(hostile).stream().filter(Emoji.class::isInstance)).hasSize(1_000);
  }
}
