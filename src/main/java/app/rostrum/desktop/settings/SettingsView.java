package app.rostrum.desktop.settings;

import app.rostrum.desktop.alerts.Alerts;
import app.rostrum.desktop.sound.RehearsalRow;
import app.rostrum.desktop.sound.RehearsalViewModel;
import app.rostrum.desktop.sound.SoundCheck;
import app.rostrum.desktop.sound.SoundCheckViewModel;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Dialog;
import app.rostrum.desktop.ui.DirectScrollPane;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/**
 * The screen of the settings: a list of sections on the left, the chosen one beside it. It is shown
 * above the screen that it was opened from, which goes on below.
 */
public final class SettingsView extends HBox {
  /** A section. */
  public enum Section {
    SOUND(Material2RoundAL.HEADSET),
    TALKING(Material2RoundAL.KEYBOARD_VOICE),
    ALERTS(Material2RoundMZ.NOTIFICATIONS),
    APPEARANCE(Material2RoundAL.BRIGHTNESS_4),
    LANGUAGE(Material2RoundAL.LANGUAGE),
    PROFILE(Material2RoundMZ.PERSON),
    ABOUT(Material2RoundAL.INFO);

    private final Ikon icon;

    Section(Ikon icon) {
      this.icon = icon;
    }
  }

  /**
   * The parts of the app that the settings change.
   *
   * @param soundCheck a new one for each visit
   * @param rehearsal as {@code soundCheck}
   * @param globalKey as {@code soundCheck}
   * @param profile as {@code soundCheck}
   * @param about as {@code soundCheck}
   * @param details opens the details of the connection; empty outside a stream
   */
  public record Dependencies(
      Overlay overlay,
      Texts texts,
      Settings settings,
      Appearance appearance,
      Alerts alerts,
      Supplier<SoundCheckViewModel> soundCheck,
      Supplier<RehearsalViewModel> rehearsal,
      Supplier<GlobalKeyViewModel> globalKey,
      Supplier<ProfileViewModel> profile,
      Supplier<AboutViewModel> about,
      Optional<Runnable> details) {}

  private static final PseudoClass COMPACT = PseudoClass.getPseudoClass("compact");

  /** The width below which the list has icons only, in heights of a section's title. */
  private static final double COMPACT_BELOW = 34.4;

  private final Dependencies dependencies;
  private final Texts texts;
  private final ListView<Section> sections = new ListView<>();
  private final ScrollPane content = new DirectScrollPane();

  /** Subscriptions of the shown section. */
  private Pins ofSection = new Pins();

  private SettingsView(
      Dependencies dependencies, Section first, Consumer<Section> visited, Pins pins) {
    this.dependencies = dependencies;
    texts = dependencies.texts();
    getStyleClass().add("settings");
    sections.setId("settings-sections");
    sections.setMinWidth(USE_PREF_SIZE);
    sections.getStyleClass().addAll("settings-sections", "edge-to-edge");
    sections.setAccessibleText(texts.get("settings.sections"));
    sections.getItems().setAll(List.of(Section.values()));
    sections.setCellFactory(list -> new SectionCell());
    content.setId("settings-content");
    content.setFitToWidth(true);
    content.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    content.setFocusTraversable(false);
    content.getStyleClass().addAll("settings-content", "edge-to-edge");
    HBox.setHgrow(content, Priority.ALWAYS);
    setMinHeight(0);
    getChildren().addAll(sections, content);
    sections.getSelectionModel().select(first);
    pins.follow(
        sections.getSelectionModel().selectedItemProperty(),
        section -> {
          if (section != null) {
            visited.accept(section);
            show(section);
          }
        });
    pins.add(() -> ofSection.close());
  }

  /**
   * Shows the settings in place of any other dialog; Escape closes them.
   *
   * @param first the section to begin with
   * @param visited takes each section that is shown
   */
  public static void open(Dependencies dependencies, Section first, Consumer<Section> visited) {
    Texts texts = dependencies.texts();
    var dialog = new Dialog("settings-dialog", texts.get("settings.title"));
    dialog.getStyleClass().add("settings-dialog");
    var view = new SettingsView(dependencies, first, visited, dialog.pins());
    dialog.fill(view);
    dialog.defaultButton("close-settings", texts.get("done"), dialog::close);
    dialog.focus(view.sections);
    dependencies.overlay().show(dialog);
  }

  private void show(Section section) {
    ofSection.close();
    ofSection = new Pins();
    var rows = new SettingRows(texts, ofSection);
    rows.setId("section-" + section.name().toLowerCase(Locale.ROOT));
    var title = new Label(texts.get("settings." + section));
    title.getStyleClass().add("settings-title");
    rows.add(title);
    ofSection.follow(
        () ->
            pseudoClassStateChanged(
                COMPACT, getWidth() > 0 && getWidth() < COMPACT_BELOW * title.getFont().getSize()),
        widthProperty(),
        title.fontProperty());
    content.setContent(fill(section, rows));
    content.setVvalue(0);
  }

  private Node fill(Section section, SettingRows rows) {
    return switch (section) {
      case SOUND -> {
        Settings settings = dependencies.settings();
        rows.add(new SoundCheck(dependencies.soundCheck().get(), texts, ofSection));
        rows.tick("echo-cancellation", "settings.sound.echo", settings.echoCancellationProperty());
        rows.tick("noise-suppression", "settings.sound.noise", settings.noiseSuppressionProperty());
        rows.tick("gain-control", "settings.sound.gain", settings.gainControlProperty());
        rows.note(texts.get("settings.sound.music"));
        rows.add(new RehearsalRow(dependencies.rehearsal().get(), texts, ofSection));
        yield rows;
      }
      case TALKING -> TalkSection.of(dependencies.globalKey().get(), rows);
      case ALERTS -> AlertsSection.of(dependencies.alerts(), rows);
      case APPEARANCE -> AppearanceSection.of(dependencies.appearance(), rows);
      case LANGUAGE -> language(rows);
      case PROFILE -> ProfileSection.of(dependencies.profile().get(), rows);
      case ABOUT -> AboutSection.of(dependencies.about().get(), dependencies.details(), rows);
    };
  }

  private Node language(SettingRows rows) {
    rows.choice(
        "language",
        "settings.LANGUAGE",
        List.of(Language.values()),
        dependencies.settings().languageProperty(),
        language -> texts.get("settings.language." + language));
    rows.note(texts.get("settings.language.note"));
    return rows;
  }

  private final class SectionCell extends ListCell<Section> {
    @Override
    protected void updateItem(@Nullable Section section, boolean empty) {
      super.updateItem(section, empty);
      getStyleClass().remove("settings-section");
      if (empty || section == null) {
        setText(null);
        setGraphic(null);
        setId(null);
        setTooltip(null);
      } else {
        getStyleClass().add("settings-section");
        setId("open-" + section.name().toLowerCase(Locale.ROOT));
        setText(texts.get("settings." + section));
        setGraphic(Icons.of(section.icon));
        setTooltip(new Tooltip(getText()));
      }
    }
  }
}
