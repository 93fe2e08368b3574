package app.rostrum.desktop.live;

import app.rostrum.desktop.chat.ChatPanel;
import app.rostrum.desktop.people.PeoplePanel;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import org.jspecify.annotations.Nullable;

/** Switches the panel beside the grid: people, chat or none. */
final class SidePanel {
  private final Node screen;
  private final SplitArea split;
  private final LiveViewModel model;
  private final Texts texts;
  private final Overlay overlay;
  private final Pins pins;
  private final ChatPanel chat;
  private @Nullable PeoplePanel people;

  /**
   * @param screen has the keyboard otherwise
   * @param split shows the panel
   * @param pins of the screen
   */
  SidePanel(
      Node screen,
      SplitArea split,
      LiveViewModel model,
      ChatPanel.Dependencies dependencies,
      Pins pins) {
    this.screen = screen;
    this.split = split;
    this.model = model;
    this.pins = pins;
    texts = dependencies.texts();
    overlay = dependencies.overlay();
    chat = new ChatPanel(model.chat(), dependencies, this::hide, pins);
    pins.follow(
        model.chat().openProperty(),
        open -> {
          if (!open && shows(chat)) {
            hide();
          } else if (open && !shows(chat)) {
            show(chat);
          }
        });
    pins.follow(
        model.people().openProperty(),
        open -> {
          if (open && (people == null || !shows(people))) {
            showPeople();
          }
        });
  }

  /** Shows what was open in the view that this one replaces. */
  void resume() {
    if (model.people().openProperty().get()) {
      showPeople();
    } else if (model.chat().openProperty().get()) {
      show(chat);
    }
  }

  void togglePeople() {
    if (model.people().openProperty().get()) {
      hide();
    } else {
      showPeople();
    }
  }

  void showPeople() {
    show(people());
  }

  private PeoplePanel people() {
    PeoplePanel made = people;
    if (made == null) {
      made = new PeoplePanel(model.people(), texts, overlay, this::hide, pins);
      people = made;
    }
    return made;
  }

  /** Opens the list of people or gives it the keyboard; closes it if it has the keyboard. */
  void togglePeopleByKey() {
    if (people != null && shows(people) && people.hasKeyboard()) {
      hide();
    } else {
      showPeople();
      people().takeKeyboard();
    }
  }

  void toggleChat() {
    if (shows(chat)) {
      hide();
    } else {
      showChat();
    }
  }

  /** Opens the chat or gives it the keyboard; closes it if it has the keyboard. */
  void toggleChatByKey() {
    if (shows(chat) && chat.hasKeyboard()) {
      hide();
    } else {
      showChat();
    }
  }

  private void showChat() {
    model.chat().setOpen(true);
    if (model.chat().openProperty().get()) {
      show(chat);
      chat.takeKeyboard();
    }
  }

  private boolean shows(Node panel) {
    return split.panel().filter(shown -> shown == panel).isPresent();
  }

  /** Hides the panel, if there is one, and gives the keyboard to the screen. */
  void hide() {
    show(null);
    screen.requestFocus();
  }

  private void show(@Nullable Node panel) {
    split.setPanel(Optional.ofNullable(panel));
    model.people().setOpen(panel != null && panel == people);
    model.chat().setOpen(panel == chat);
  }

  /** Returns whether the person is writing here, which nothing may interrupt. */
  boolean beingWrittenIn() {
    Node right = split.panel().orElse(null);
    if (right == null || screen.getScene() == null) {
      return false;
    }
    Node owner = screen.getScene().getFocusOwner();
    if (!(owner instanceof TextInputControl)) {
      return false;
    }
    for (Node node = owner; node != null; node = node.getParent()) {
      if (node == right) {
        return true;
      }
    }
    return false;
  }
}
