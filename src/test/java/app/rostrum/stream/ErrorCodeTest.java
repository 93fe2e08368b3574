package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
  private static final Path PAGE = Path.of("docs/error-codes.md");

  @Test
  void eachCodeIsALetterAndTwoDigitsOfItsOwn() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::code))
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("[BVP]\\d\\d"));
  }

  @Test
  void thePageListsTheCodesAsTheyAre() throws IOException {
    List<String> listed;
    try (Stream<String> lines = Files.lines(PAGE)) {
      listed = lines.filter(line -> line.matches("\\| `[BVP].*")).toList();
    }
    assertThat(listed)
        .containsExactlyElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCodeTest::line).toList());
  }

  private static String line(ErrorCode error) {
    String code = error.detail().isEmpty() ? error.code() : error.code() + " …";
    return "| `%s` | %s | %s | %s |".formatted(code, error.meaning(), error.detail(), error.kind());
  }

  @Test
  void aDetailFollowsTheCode() {
    assertThat(StreamProblem.ofPlayer(503, "later").code()).isEqualTo("P04 503");
    assertThat(StreamProblem.of(ErrorCode.ROOM_TIMEOUT).code()).isEqualTo("V02");
  }
}
