package app.rostrum.desktop.services;

import static org.assertj.core.api.Assertions.assertThat;

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
}
