package app.rostrum.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the capability that a test of an official SDK proves: a row of the table in {@code
 * docs/judges.md}. The versions are those named here, or the argument of type {@link Sdk} of a
 * parameterized test. A test aborted by an assumption tells what is not offered, and why.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(VerdictRecorder.class)
public @interface Capability {
  /** The capability in a few words, for readers of the table. */
  String value();

  Sdk[] judgedBy() default {};
}
