package app.rostrum.desktop.ui;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The short messages to the person, of which one is shown at a time: offers before errors, errors
 * before news. UI thread only, without nodes.
 */
final class MessageLine implements Messages {
  /** The time in which an offer can be taken up. */
  static final Duration OFFER = Duration.ofSeconds(5);

  /** The least time for which news are shown while others wait, and for which an error is. */
  static final Duration LEAST = Duration.ofMillis(2500);

  private static final Duration LEAST_OF_ERROR = Duration.ofSeconds(5);

  /** The longest wait after which a message is still news. */
  static final Duration FRESH = Duration.ofSeconds(6);

  /** The longest time for which a pointer or the keyboard can hold a message. */
  static final Duration HELD = Duration.ofSeconds(30);

  private static final Duration RELEASED = Duration.ofSeconds(2);
  private static final int WAITING = 3;
  private static final int OFFERS = 5;

  /**
   * A message as it is shown.
   *
   * @param count how often it was said, at least 1
   * @param action the label of its action
   */
  record Shown(Toasts.Kind kind, String text, int count, Optional<String> action) {}

  private static final class Entry {
    private Toasts.Kind kind;
    private String text;
    private final String topic;
    private final String label;
    private final Runnable action;
    private int count = 1;
    private Pin life = Pin.NONE;

    Entry(Toasts.Kind kind, String text, String topic, String label, Runnable action) {
      this.kind = kind;
      this.text = text;
      this.topic = topic;
      this.label = label;
      this.action = action;
    }

    boolean offers() {
      return !label.isEmpty();
    }

    boolean urgent() {
      return kind == Toasts.Kind.ERROR;
    }

    /** Takes another message in, if it says the same or is about the same. */
    boolean takeIn(Entry other) {
      if (offers()) {
        return false;
      }
      if (kind == other.kind && text.equals(other.text)) {
        count += topic.isEmpty() ? 1 : 0;
        return true;
      }
      if (!topic.isEmpty() && topic.equals(other.topic)) {
        kind = other.kind;
        text = other.text;
        return true;
      }
      return false;
    }
  }

  private final UiThread ui;
  private final Consumer<Optional<Shown>> view;
  private final Deque<Entry> offers = new ArrayDeque<>();
  private final List<Entry> waiting = new ArrayList<>();
  private @Nullable Entry shown;
  private Pin least = Pin.NONE;
  private boolean settled;
  private boolean held;

  /**
   * @param view shows a message in place of the last one, or none
   */
  MessageLine(UiThread ui, Consumer<Optional<Shown>> view) {
    this.ui = ui;
    this.view = view;
  }

  @Override
  public void show(Toasts.Kind kind, String text) {
    show(kind, "", text);
  }

  @Override
  public void show(Toasts.Kind kind, String topic, String text) {
    var entry = new Entry(kind, text, topic, "", () -> {});
    Entry now = shown;
    if (now != null && now.takeIn(entry)) {
      if (!held) {
        now.life.close();
        now.life = ui.after(now.kind.stay(), () -> end(now));
      }
      present(now);
      return;
    }
    for (Entry other : waiting) {
      if (other.takeIn(entry)) {
        return;
      }
    }
    if (waiting.size() == WAITING) {
      drop(waiting.stream().filter(e -> !e.urgent()).findFirst().orElseGet(waiting::getFirst));
    }
    waiting.add(entry);
    entry.life = ui.after(entry.urgent() ? HELD : FRESH, () -> drop(entry));
    boolean outranked = now != null && !now.offers() && !now.urgent() && entry.urgent();
    if (now == null || outranked || (settled && !held)) {
      next();
    }
  }

  @Override
  public Pin offer(String text, String label, Runnable action) {
    var entry = new Entry(Toasts.Kind.UNDO, text, "", label, action);
    if (offers.size() == OFFERS) {
      drop(offers.getLast());
    }
    offers.addFirst(entry);
    entry.life = ui.after(OFFER, () -> end(entry));
    next();
    return () -> end(entry);
  }

  /** Takes up the offer that is shown. */
  void press() {
    Entry taken = shown;
    if (taken != null && taken.offers()) {
      end(taken);
      taken.action.run();
    }
  }

  /** Ends the message that is shown. */
  void dismiss() {
    if (shown != null) {
      end(shown);
    }
  }

  /** Keeps the message that is shown, while somebody points at it or has the keyboard there. */
  void hold(boolean hold) {
    Entry message = shown;
    if (message == null || hold == held) {
      return;
    }
    held = hold;
    message.life.close();
    message.life = ui.after(hold ? HELD : RELEASED, () -> end(message));
  }

  /** Ends all messages. */
  void clear() {
    List.copyOf(offers).forEach(this::drop);
    List.copyOf(waiting).forEach(this::drop);
    dismiss();
  }

  private void next() {
    Entry before = shown;
    Entry best = best();
    if (best == null || best == before) {
      return;
    }
    if (before != null) {
      retire(before);
    }
    waiting.remove(best);
    shown = best;
    held = false;
    settled = false;
    least.close();
    if (!best.offers()) {
      best.life.close();
      best.life = ui.after(best.kind.stay(), () -> end(best));
      least = ui.after(best.urgent() ? LEAST_OF_ERROR : LEAST, this::settle);
    }
    present(best);
  }

  private void settle() {
    settled = true;
    if (!waiting.isEmpty() && !held) {
      next();
    }
  }

  private @Nullable Entry best() {
    if (!offers.isEmpty()) {
      return offers.getFirst();
    }
    return waiting.stream()
        .filter(Entry::urgent)
        .findFirst()
        .orElseGet(() -> waiting.isEmpty() ? null : waiting.getFirst());
  }

  /** Takes a message from view that gives way to another. An error that was cut short waits. */
  private void retire(Entry entry) {
    if (held) {
      entry.life.close();
      entry.life = ui.after(RELEASED, () -> end(entry));
    }
    if (entry.urgent() && !settled) {
      waiting.addFirst(entry);
    } else if (!entry.offers()) {
      entry.life.close();
    }
  }

  private void end(Entry entry) {
    drop(entry);
    if (entry == shown) {
      shown = null;
      held = false;
      settled = false;
      least.close();
      next();
      if (shown == null) {
        view.accept(Optional.empty());
      }
    }
  }

  private void drop(Entry entry) {
    entry.life.close();
    offers.remove(entry);
    waiting.remove(entry);
  }

  private void present(Entry entry) {
    view.accept(
        Optional.of(
            new Shown(
                entry.kind,
                entry.text,
                entry.count,
                entry.offers() ? Optional.of(entry.label) : Optional.empty())));
  }
}
