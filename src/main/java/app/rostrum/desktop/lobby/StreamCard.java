package app.rostrum.desktop.lobby;

import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.ui.Avatar;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.EmojiLabel;
import app.rostrum.desktop.ui.EmojiTip;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.RecordingMark;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.stream.Role;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** The card of one live stream in the lobby. */
final class StreamCard extends HBox {
  private final Texts texts;
  private final Avatar avatar;
  private final EmojiLabel host = new EmojiLabel();
  private final EmojiLabel topic = new EmojiLabel();
  private final Label locked = new Label();
  private final Label details = new Label();
  private final RecordingMark recorded;
  private final Button speak;
  private final Button listen;

  StreamCard(StreamSummary stream, Texts texts, BiConsumer<String, Role> join) {
    this.texts = texts;
    String streamName = stream.streamName();
    setId(NodeIds.of("stream", streamName));
    getStyleClass().add("stream-card");
    setAlignment(Pos.CENTER_LEFT);
    avatar = new Avatar(stream.hostIdentity(), 48);
    var title = new EmojiLabel(streamName);
    title.getStyleClass().add("stream-title");
    title.setTextOverrun(OverrunStyle.ELLIPSIS);
    host.getStyleClass().addAll("muted-text", "stream-host");
    details.getStyleClass().add("muted-text");
    for (Label line : new Label[] {details, locked}) {
      line.setWrapText(true);
      line.setMinHeight(USE_PREF_SIZE);
    }
    topic.getStyleClass().add("stream-topic");
    locked.setText(texts.get("lobby.locked"));
    locked.setGraphic(Icons.of(Material2RoundAL.LOCK));
    locked.getStyleClass().add("stream-locked");
    recorded = new RecordingMark(NodeIds.of("recorded", streamName), texts);
    var text = new VBox(title, topic, host, details, recorded, locked);
    text.getStyleClass().add("stream-text");
    text.setAlignment(Pos.CENTER_LEFT);
    text.setMinWidth(80);
    HBox.setHgrow(text, Priority.ALWAYS);
    speak = new Button();
    speak.setId(NodeIds.of("join-speak", streamName));
    speak.setUserData("join-speak");
    speak.setOnAction(e -> join.accept(streamName, Role.SPEAKER));
    listen = new Button(texts.get("lobby.listen"), Icons.of(Material2RoundAL.HEADSET));
    listen.setId(NodeIds.of("join-listen", streamName));
    listen.setUserData("join-listen");
    listen.getStyleClass().add("accent");
    listen.setAccessibleText(texts.plain("lobby.listen-to", streamName));
    listen.setOnAction(e -> join.accept(streamName, Role.VIEWER));
    speak.setMinWidth(Region.USE_PREF_SIZE);
    listen.setMinWidth(Region.USE_PREF_SIZE);
    getChildren().addAll(avatar, text, speak, listen);
  }

  void update(StreamSummary stream, String description) {
    avatar.setIdentity(stream.hostIdentity());
    host.setText(texts.get("lobby.hosted-by", stream.hostIdentity()));
    details.setText(description);
    String about = LobbyViewModel.topic(stream);
    topic.setText(about);
    Visibility.show(topic, !about.isEmpty());
    Visibility.show(locked, stream.locked());
    Visibility.show(recorded, stream.recorded());
    boolean open = stream.stageOpen();
    speak.setText(texts.get(open ? "lobby.speak" : "lobby.by-invitation"));
    speak.setGraphic(Icons.of(open ? Material2RoundMZ.MIC : Material2RoundAL.LOCK));
    speak.setDisable(!open);
    speak.setAccessibleText(
        texts.plain(open ? "lobby.speak-in" : "lobby.by-invitation-in", stream.streamName()));
    setAccessibleText(
        Stream.of(
                stream.streamName(),
                about,
                BidiText.plain(host.getText()),
                description,
                stream.recorded() ? texts.get("recording.title") : "",
                stream.locked() ? locked.getText() : "")
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", ")));
    Tooltip.install(this, EmojiTip.of(stream.streamName()));
  }
}
