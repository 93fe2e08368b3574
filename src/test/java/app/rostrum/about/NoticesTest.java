package app.rostrum.about;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NoticesTest {
  /** The dependencies of the app, by the pom. */
  private static List<String> dependencies() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String managed = pom.substring(pom.indexOf("</dependencyManagement>"));
    return Pattern.compile("(?s)<dependency>(.*?)</dependency>")
        .matcher(managed.substring(0, managed.indexOf("<build>")))
        .results()
        .map(dependency -> dependency.group(1))
        .filter(dependency -> !dependency.contains("<scope>test</scope>"))
        .map(dependency -> dependency.replaceAll("(?s).*<artifactId>(.*?)</artifactId>.*", "$1"))
        .distinct()
        .toList();
  }

  @Test
  void everyLibraryOfTheAppIsNamed() throws IOException {
    assertThat(dependencies())
        .hasSizeGreaterThan(15)
        .contains("javafx-controls")
        .allSatisfy(library -> assertThat(Notices.text()).contains(library));
  }
}
