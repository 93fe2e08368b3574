package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages that name files and link to each other: what they name exists. */
class PagesTest {
  private static final Path SOURCES = Path.of("src/main/java/app/rostrum");

  private static Stream<String> found(Path page, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(page))
        .results()
        .map((MatchResult result) -> result.group(1));
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(
              Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md")),
              docs.filter(file -> file.toString().endsWith(".md")))
          .toList();
    }
  }

  @Test
  void theArchitecturePageNamesFilesThatExist() throws IOException {
    List<String> files =
        found(Path.of("docs/architecture.md"), "`((?:[a-z]+/)+[A-Z][A-Za-z]+)`").toList();
    assertThat(files)
        .hasSizeGreaterThan(30)
        .allSatisfy(file -> assertThat(SOURCES.resolve(file + ".java")).isRegularFile());
  }

  @Test
  void linksBetweenPagesLeadSomewhere() throws IOException {
    for (Path page : pages()) {
      assertThat(found(page, "\\]\\(([^)#:]+)(?:#[^)]*)?\\)"))
          .as("links of %s", page)
          .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
    }
  }
}
