package app.rostrum.cloud.sync;

import org.jspecify.annotations.Nullable;

/** Decides which objects of a service an identity may read, in place of permissions. */
@FunctionalInterface
public interface ReadPolicy {
  /**
   * Returns whether an identity may read an object. Called under the object's lock: must not block.
   *
   * @param objectName the object's unique name; null if it has none
   */
  boolean mayRead(String identity, @Nullable String objectName);
}
