package app.rostrum.wire.sdp;

import java.util.List;
import java.util.Optional;

/** Finds attributes by name. */
final class Attributes {
  private Attributes() {}

  static Optional<String> first(List<Attribute> attributes, String name) {
    return attributes.stream().filter(a -> a.name().equals(name)).map(Attribute::value).findFirst();
  }
}
