package app.rostrum.cloud.conversations;

import app.rostrum.testing.Sdk;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A test that runs with each judged version of the Conversations SDK. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@EnumSource(value = Sdk.class, names = "CONVERSATIONS_.*", mode = EnumSource.Mode.MATCH_ALL)
@interface Judged {}
