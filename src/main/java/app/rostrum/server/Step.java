package app.rostrum.server;

import com.twilio.exception.TwilioException;
import java.util.function.Supplier;

/** One step of a workflow: what the services refuse becomes the API's message for that step. */
final class Step {
  private Step() {}

  static <T> T get(Problem problem, Supplier<T> call) {
    try {
      return call.get();
    } catch (TwilioException e) {
      throw problem.refusal(e);
    }
  }

  static void run(Problem problem, Runnable call) {
    get(
        problem,
        () -> {
          call.run();
          return true;
        });
  }
}
