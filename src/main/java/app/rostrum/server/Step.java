package app.rostrum.server;

import com.twilio.exception.TwilioException;
import java.util.function.Supplier;

/** Runs one step of a workflow. A service's refusal becomes the API's message for that step. */
final class Step {
  private Step() {}

  static <T> T get(FailedStep step, Supplier<T> call) {
    try {
      return call.get();
    } catch (TwilioException e) {
      throw step.refusal(e);
    }
  }

  static void run(FailedStep step, Runnable call) {
    get(
        step,
        () -> {
          call.run();
          return true;
        });
  }
}
