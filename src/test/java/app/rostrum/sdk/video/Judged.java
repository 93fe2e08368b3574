package app.rostrum.sdk.video;

import app.rostrum.testing.Sdk;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Marks a test that runs with each judged version of twilio-video. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@EnumSource(
    value = Sdk.class,
    names = {"VIDEO_2_36", "VIDEO_2_22"})
public @interface Judged {}
