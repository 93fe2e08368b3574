package app.rostrum.desktop.ui;

import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.material2.Material2RoundAL;

/** The mark of a stream that is being recorded: a word and a sign. */
public final class RecordingMark extends Label {
  public RecordingMark(String id, Texts texts) {
    super(texts.get("recording.mark"), Icons.of(Material2RoundAL.ALBUM));
    setId(id);
    getStyleClass().add("recording-mark");
    setMinWidth(USE_PREF_SIZE);
    explain(texts.get("recording.title"));
  }

  /** Says more by the tooltip and to screen readers. */
  public void explain(String text) {
    setTooltip(new Tooltip(text));
    setAccessibleText(BidiText.plain(text));
  }

  /** Shows the word beside the sign, or leaves it out where there is no room for it. */
  public void showWord(boolean shown) {
    setContentDisplay(shown ? ContentDisplay.LEFT : ContentDisplay.GRAPHIC_ONLY);
  }
}
