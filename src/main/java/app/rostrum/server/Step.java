package app.rostrum.server;

import com.twilio.exception.TwilioException;
import java.util.function.Supplier;

/** One step of a workflow: what the services refuse becomes the API's message for that step. */
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
