package app.rostrum.keychain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.rostrum.testing.SessionBus;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A system's library that is played by one of this folder's, compiled by GCC where installed. */
final class StandIn {
  private final SymbolLookup library;

  private StandIn(SymbolLookup library) {
    this.library = library;
  }

  static StandIn compile(String source, Path folder, Arena arena)
      throws IOException, InterruptedException {
    assumeTrue(SessionBus.installed("gcc"));
    Path code = folder.resolve(source);
    try (InputStream in = Objects.requireNonNull(StandIn.class.getResourceAsStream(source))) {
      Files.copy(in, code);
    }
    Path compiled = folder.resolve(source + ".so");
    Process gcc =
        new ProcessBuilder(
                "gcc",
                "-Wall",
                "-Werror",
                "-shared",
                "-fPIC",
                "-o",
                compiled.toString(),
                code.toString())
            .inheritIO()
            .start();
    assertThat(gcc.waitFor()).isZero();
    return new StandIn(SymbolLookup.libraryLookup(compiled, arena));
  }

  SymbolLookup library() {
    return library;
  }

  /** Sets one of its variables. */
  void set(String variable, int value) {
    library.findOrThrow(variable).reinterpret(Integer.BYTES).set(ValueLayout.JAVA_INT, 0, value);
  }

  /** Calls one of its functions without arguments. */
  int ask(String function) throws Throwable {
    return (int)
        Linker.nativeLinker()
            .downcallHandle(
                library.findOrThrow(function), FunctionDescriptor.of(ValueLayout.JAVA_INT))
            .invokeExact();
  }
}
