package app.rostrum.keychain;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** Calls of a system's own libraries. Whatever goes wrong is a {@link KeychainException}. */
final class NativeCalls {
  private NativeCalls() {}

  /** Some calls, with memory that is freed after them. */
  @FunctionalInterface
  interface Use<T> {
    T in(Arena arena) throws Throwable;
  }

  static <T> T with(Use<T> use) {
    try (Arena arena = Arena.ofConfined()) {
      return use.in(arena);
    } catch (KeychainException e) {
      throw e;
    } catch (Throwable e) {
      throw new KeychainException("the keychain failed: " + e, e);
    }
  }

  /** Some calls without a result. */
  @FunctionalInterface
  interface Run {
    void in(Arena arena) throws Throwable;
  }

  static void run(Run calls) {
    boolean done =
        with(
            arena -> {
              calls.in(arena);
              return true;
            });
    assert done;
  }

  static MethodHandle bind(
      SymbolLookup library, String name, FunctionDescriptor type, Linker.Option... options) {
    MemorySegment function =
        library
            .find(name)
            .orElseThrow(() -> new KeychainException("this system has no function " + name));
    return Linker.nativeLinker().downcallHandle(function, type, options);
  }
}
