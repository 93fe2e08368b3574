package app.rostrum.desktop;

import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.passcode.PasscodeViewModel;
import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.settings.AboutViewModel;
import app.rostrum.desktop.settings.Settings;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The part of a fault report that is about this window, and what no report must say. UI thread
 * only.
 *
 * @param entry the entry screen, while it is shown
 * @param person who has signed in
 * @param live the stream that this person is in
 */
record WindowReport(
    Settings settings,
    Appearance appearance,
    Texts texts,
    Supplier<Optional<PasscodeViewModel>> entry,
    Supplier<Optional<SignedIn>> person,
    Supplier<Optional<LiveViewModel>> live) {
  Map<String, String> facts() {
    var facts =
        new HashMap<>(
            Map.of(
                "Language",
                settings.languageProperty().get() + " (" + texts.locale() + ")",
                "Theme",
                appearance.choiceProperty().get().toString(),
                "Text size",
                appearance.textSizeProperty().get() + " %",
                "Reduced motion",
                appearance.motionProperty().get().toString(),
                "Talk key",
                settings.talkKeyProperty().getValue()
                    + settings
                        .globalTalkKeyProperty()
                        .getValue()
                        .map(key -> ", in front of other programs, too")
                        .orElse(""),
                "Screen",
                screen()));
    live.get().ifPresent(model -> facts.putAll(model.connection(Texts.in(Locale.ENGLISH))));
    return facts;
  }

  private String screen() {
    if (live.get().isPresent()) {
      return "stream";
    }
    return person.get().isPresent() ? "lobby" : "entry";
  }

  AboutViewModel.Private unsaid() {
    var names = new ArrayList<String>();
    var secrets = new ArrayList<String>();
    person
        .get()
        .ifPresent(
            signedIn -> {
              names.add(signedIn.identity());
              secrets.add(signedIn.deployment().passcode());
              secrets.add(signedIn.deployment().invitationLink());
            });
    entry
        .get()
        .ifPresent(
            model -> {
              names.add(model.nameProperty().get());
              secrets.add(model.passcodeProperty().get());
            });
    live.get()
        .ifPresent(
            model -> {
              names.add(model.entry().streamName());
              names.addAll(model.people().everybody());
            });
    return new AboutViewModel.Private(names, secrets);
  }
}
