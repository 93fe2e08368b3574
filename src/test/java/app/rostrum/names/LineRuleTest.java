package app.rostrum.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineRuleTest {
  @Test
  void aTextBecomesOneLineWithoutGaps() {
    assertThat(LineRule.clean("  one\r\n two\t\u00a0three\u2028four\u0000 "))
        .isEqualTo("one two three four");
    assertThat(LineRule.clean(" \n ")).isEmpty();
  }

  @Test
  void whatTurnsOrHidesTextIsDropped() {
    assertThat(LineRule.clean("pay\u202eerom\u2066 x\u200by\ufeffz")).isEqualTo("payerom xyz");
    assertThat(LineRule.clean("a\ud800b\ufffec")).isEqualTo("abc");
  }

  @Test
  void whatChangesWhatIsSeenStays() {
    String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
    String persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645";
    assertThat(LineRule.clean(family)).isEqualTo(family);
    assertThat(LineRule.clean(persian)).isEqualTo(persian);
    assertThat(LineRule.length(LineRule.clean(family))).isEqualTo(5);
  }
}
