package app.rostrum.desktop.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePreferencesTest {
  @TempDir Path folder;

  @Test
  void settingsSurviveARestart() {
    Path file = folder.resolve("deep/settings.properties");
    new FilePreferences(file).put("theme", "dark");
    assertThat(new FilePreferences(file).get("theme")).contains("dark");
    assertThat(new FilePreferences(file).get("other")).isEmpty();
  }

  @Test
  void aBrokenFileCountsAsEmpty() throws IOException {
    Path file = folder.resolve("settings.properties");
    Files.writeString(file, "theme=\\uZZZZ");
    var preferences = new FilePreferences(file);
    assertThat(preferences.get("theme")).isEmpty();
    preferences.put("theme", "light");
    assertThat(new FilePreferences(file).get("theme")).contains("light");
  }

  @Test
  void anUnwritableDiskIsNotAnError() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("file"), "");
    var preferences = new FilePreferences(notAFolder.resolve("settings.properties"));
    preferences.put("theme", "dark");
    assertThat(preferences.get("theme")).contains("dark");
  }

  @Test
  void aDamagedLineIsLostAlone() throws IOException {
    Path file = folder.resolve("settings.properties");
    byte[] content = "theme=dark\nbroken=\\uZZZZ\ncut=ab?\nmotion=off\n".getBytes(UTF_8);
    content[new String(content, UTF_8).indexOf('?')] = (byte) 0xC3;
    Files.write(file, content);
    var preferences = new FilePreferences(file);
    assertThat(preferences.get("theme")).contains("dark");
    assertThat(preferences.get("broken")).isEmpty();
    assertThat(preferences.get("cut")).isEmpty();
    assertThat(preferences.get("motion")).contains("off");
    preferences.put("language", "de");
    assertThat(new FilePreferences(file).get("motion")).contains("off");
  }

  @Test
  void anotherWindowsChangesStay() {
    Path file = folder.resolve("settings.properties");
    var one = new FilePreferences(file);
    var other = new FilePreferences(file);
    assertThat(one.get("theme")).isEmpty();
    assertThat(other.get("theme")).isEmpty();
    one.put("theme", "dark");
    other.put("motion", "off");
    assertThat(new FilePreferences(file).get("theme")).contains("dark");
    assertThat(new FilePreferences(file).get("motion")).contains("off");
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenWithTheNextChange() throws IOException {
    Path obstacle = Files.writeString(folder.resolve("folder"), "");
    Path file = obstacle.resolve("settings.properties");
    var preferences = new FilePreferences(file);
    preferences.put("theme", "dark");
    Files.delete(obstacle);
    preferences.put("motion", "off");
    assertThat(new FilePreferences(file).get("theme")).contains("dark");
  }

  @Test
  void nothingGrowsWithoutBound() throws IOException {
    Path file = folder.resolve("settings.properties");
    Files.writeString(file, "theme=dark\n" + "#".repeat(300_000));
    assertThat(new FilePreferences(file).get("theme")).isEmpty();
    Files.writeString(file, "theme=" + "x".repeat(1_001));
    var preferences = new FilePreferences(file);
    assertThat(preferences.get("theme")).isEmpty();
    assertThatThrownBy(() -> preferences.put("theme", "x".repeat(1_001)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
