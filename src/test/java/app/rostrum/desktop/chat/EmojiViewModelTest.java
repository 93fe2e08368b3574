package app.rostrum.desktop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.chat.EmojiViewModel.Row;
import app.rostrum.desktop.chat.EmojiViewModel.Slot;
import app.rostrum.desktop.emoji.EmojiNames;
import app.rostrum.desktop.emoji.EmojiSegment;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.Texts;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class EmojiViewModelTest {
  private final PreferenceStore preferences = PreferenceStore.inMemory();
  private final EmojiViewModel choice = new EmojiViewModel(Texts.in(Locale.ENGLISH), preferences);

  private static List<String> found(Locale locale, String query) {
    return EmojiNames.in(locale).find(query).stream().map(EmojiNames.Named::text).toList();
  }

  private String selected() {
    return choice.selected().map(Slot::text).orElse("");
  }

  @Test
  void emojiAreFoundByTheBeginningsOfWordsInBothLanguages() {
    assertThat(found(Locale.ENGLISH, "thumbs up")).first().isEqualTo("👍");
    assertThat(found(Locale.ENGLISH, " THUM u ")).contains("👍");
    assertThat(found(Locale.GERMAN, "daumen hoch")).first().isEqualTo("👍");
    assertThat(found(Locale.GERMAN, "thumbs")).contains("👍");
    assertThat(found(Locale.GERMAN, "händes")).contains("🤝");
    assertThat(found(Locale.ENGLISH, "tea").subList(0, 3)).contains("🍵");
    assertThat(found(Locale.ENGLISH, "no such thing")).isEmpty();
    assertThat(EmojiNames.in(Locale.GERMAN).find("daumen hoch").getFirst().name())
        .isEqualTo("Daumen hoch");
  }

  @Test
  void eachHasAPictureAlsoInEachTone() {
    for (EmojiNames.Named named : EmojiNames.in(Locale.ENGLISH).all()) {
      for (int tone = 0; tone <= EmojiViewModel.TONES; tone++) {
        assertThat(EmojiSegment.of(named.inTone(tone)))
            .as(named.name())
            .singleElement()
            .isInstanceOf(EmojiSegment.Emoji.class);
      }
    }
  }

  @Test
  void arrowsGoAlongAndAcrossTheRows() {
    choice.queryProperty().set("heart");
    List<Slot> first = ((Row.Slots) choice.rows().getFirst()).slots();
    choice.move(1, 0);
    choice.move(1, 0);
    assertThat(selected()).isEqualTo(first.get(2).text());
    choice.move(0, 1);
    assertThat(selected()).isEqualTo(((Row.Slots) choice.rows().get(1)).slots().get(2).text());
    choice.move(0, -1);
    choice.move(0, -1);
    assertThat(selected()).isEqualTo(first.get(2).text());
    choice.move(-100, 0);
    assertThat(selected()).isEqualTo(first.getFirst().text());
    choice.queryProperty().set("no such thing");
    choice.move(1, 1);
    assertThat(choice.selected()).isEmpty();
  }

  @Test
  void aTitleIsPassedOver() {
    choice.move(0, 1);
    choice.begin();
    assertThat(choice.rows().getFirst()).isInstanceOf(Row.Title.class);
    choice.used(new Slot("🍵", "tea"));
    choice.begin();
    assertThat(selected()).isEqualTo("🍵");
    choice.move(0, 1);
    assertThat(selected()).isEqualTo("😀");
  }

  @Test
  void whatWasUsedLastAndTheToneAreKept() {
    for (Slot slot : List.of(new Slot("🍵", ""), new Slot("👍🏽", ""), new Slot("🍵", ""))) {
      choice.used(slot);
    }
    for (EmojiNames.Named named : EmojiNames.in(Locale.ENGLISH).all().subList(0, 3)) {
      choice.used(new Slot(named.text(), ""));
    }
    choice.toneProperty().set(4);
    var later = new EmojiViewModel(Texts.in(Locale.GERMAN), preferences);
    later.begin();
    assertThat(((Row.Slots) later.rows().get(1)).slots())
        .extracting(Slot::text)
        .endsWith("🍵", "👍🏽")
        .hasSize(5);
    later.queryProperty().set("daumen hoch");
    assertThat(later.selected()).contains(new Slot("👍🏾", "Daumen hoch"));
  }

  @Test
  void noMoreAreKeptThanTwoRowsAndNothingUnknown() {
    EmojiNames.in(Locale.ENGLISH).all().forEach(n -> choice.used(new Slot(n.text(), n.name())));
    choice.begin();
    assertThat(choice.rows().get(3)).isInstanceOf(Row.Title.class);
    preferences.put("recent-emoji", "x 🍵 <script> ");
    choice.begin();
    assertThat(((Row.Slots) choice.rows().get(1)).slots()).hasSize(1);
  }
}
