package app.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloserTest {
  private final List<String> closed = new ArrayList<>();
  private final Closer closer = new Closer();

  @Test
  void theNewestIsClosedFirstAndEachThoughAnotherFails() {
    closer.add(() -> closed.add("first"));
    closer.add(
        () -> {
          throw new LinkageError("native code is gone");
        });
    closer.add(() -> closed.add("second"));
    closer.close();
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void closingAgainClosesNothingTwice() {
    closer.add(() -> closed.add("once"));
    closer.close();
    closer.close();
    assertThat(closed).containsExactly("once");
  }
}
