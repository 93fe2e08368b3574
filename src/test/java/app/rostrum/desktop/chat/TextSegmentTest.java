package app.rostrum.desktop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.chat.TextSegment.Link;
import app.rostrum.desktop.chat.TextSegment.Words;
import java.net.URI;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextSegmentTest {
  @Test
  void anAddressWithinASentenceIsALink() {
    assertThat(TextSegment.of("See https://example.org/a?b=c#d, or (http://example.org/x_(y))."))
        .containsExactly(
            new Words("See "),
            new Link("https://example.org/a?b=c#d", URI.create("https://example.org/a?b=c#d")),
            new Words(", or ("),
            new Link("http://example.org/x_(y)", URI.create("http://example.org/x_(y)")),
            new Words(")."));
  }

  @ParameterizedTest
  @CsvSource({
    "http://rostrum_server:8770/a, http://rostrum_server:8770/a",
    "https://bücher.example/ä, https://xn--bcher-kva.example/%C3%A4",
    "https://例え.テスト/, https://xn--r8jz45g.xn--zckzah/"
  })
  void hostNamesMayHaveUnderscoresAndLettersBeyondAscii(String text, URI target) {
    assertThat(TextSegment.of(text)).containsExactly(new Link(text, target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://b\u0430nk.example",
        "https://evil.example\\@bank.example",
        "https://bank.example%2f.evil.example",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "rostrum://join?url=x",
        "https://",
        "http://a b",
        "https://bank.example@evil.example/",
        "https:///path",
        "xhttps://example.org",
        "https://exa\u202emple.org"
      })
  void whatIsNotAnAddressOfTheWebStaysWords(String text) {
    assertThat(TextSegment.of(text)).noneMatch(p -> p instanceof Link l && l.text().equals(text));
    assertThat(TextSegment.of(text))
        .filteredOn(Link.class::isInstance)
        .allSatisfy(p -> assertThat(((Link) p).target().getRawUserInfo()).isNull());
    assertThat(text(text)).isEqualTo(text);
  }

  private static String text(String message) {
    return TextSegment.of(message).stream().map(TextSegment::text).collect(Collectors.joining());
  }

  @Test
  void emojiArePicturesBetweenWordsAndLinks() {
    assertThat(TextSegment.of("Hi 👍🏽👨‍👩‍👧 https://example.org/🇩🇪 1️⃣!"))
        .map(segment -> segment.getClass().getSimpleName() + " " + segment.text())
        .containsExactly(
            "Words Hi ",
            "Picture 👍🏽",
            "Picture 👨‍👩‍👧",
            "Words  ",
            "Link https://example.org/🇩🇪",
            "Words  ",
            "Picture 1️⃣",
            "Words !");
  }

  @Test
  void emptyLinesDoNotFillTheScreen() {
    assertThat(TextSegment.of("a" + "\n".repeat(4000) + "b")).containsExactly(new Words("a\n\nb"));
    assertThat(TextSegment.of("a\n\nb")).containsExactly(new Words("a\n\nb"));
    assertThat(TextSegment.of("a\r\n  \r\n \n  b")).containsExactly(new Words("a\n  \n  b"));
    assertThat(TextSegment.of("z" + "\u0316".repeat(3000) + "!"))
        .containsExactly(new Words("z" + "\u0316".repeat(4) + "!"));
  }
}
