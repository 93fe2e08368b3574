package app.rostrum.desktop.ui;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/**
 * Collects the subscriptions of one view, which ends them all when it is left. Every subscription
 * to something that may outlive the view belongs here: to a ViewModel, the appearance, the scene or
 * the window. After closing, new subscriptions end at once. UI thread only.
 */
public final class Pins implements Pin {
  private final Deque<Pin> open = new ArrayDeque<>();
  private boolean closed;

  public void add(Pin pin) {
    if (closed) {
      pin.close();
    } else {
      open.push(pin);
    }
  }

  /** Passes on the present value and every later one. */
  public <T> void follow(ObservableValue<T> value, Consumer<? super T> use) {
    add(value.subscribe(use)::unsubscribe);
  }

  /** Runs an action now and whenever one of the values has changed. */
  public void follow(Runnable action, ObservableValue<?>... values) {
    for (ObservableValue<?> value : values) {
      add(value.subscribe(action)::unsubscribe);
    }
    action.run();
  }

  /** Listens for changes of a list. */
  public <T> void listen(ObservableList<T> list, ListChangeListener<T> listener) {
    list.addListener(listener);
    add(() -> list.removeListener(listener));
  }

  /** Binds a property to a value. */
  public <T> void bind(Property<T> target, ObservableValue<? extends T> source) {
    target.bind(source);
    add(target::unbind);
  }

  /** Binds two properties to each other, beginning with the value of the second. */
  public <T> void bindBoth(Property<T> one, Property<T> other) {
    one.bindBidirectional(other);
    add(() -> one.unbindBidirectional(other));
  }

  /** Ends all subscriptions, the newest first. */
  @Override
  public void close() {
    closed = true;
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
