package app.rostrum.keychain;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The login keychain of macOS: generic passwords, which the system lets only the program read that
 * has written them. Another version of the app counts as another program unless both are signed by
 * the same developer; what it has written is forgotten here, because reading it would ask the
 * person. Nothing is ever asked: this process forbids the system to.
 *
 * <p>These functions are deprecated, but those that replace them have no way to forbid the
 * questions of such keychains.
 *
 * @see <a href="https://developer.apple.com/documentation/security/keychain-services">Keychain
 *     Services</a>
 */
final class MacKeychain implements Keychain {
  /** The longest secret, in bytes. */
  static final int LONGEST = 4_096;

  private static final String FRAMEWORKS = "/System/Library/Frameworks/";

  private static final int SUCCESS = 0;
  private static final int ITEM_NOT_FOUND = -25_300;

  /** The answers of a system that would have to ask, or has asked in vain. */
  private static final Set<Integer> UNREADABLE =
      Set.of(
          /* errSecInteractionNotAllowed */ -25_308, /* errSecAuthFailed */
          -25_293,
          /* errSecUserCanceled */ -128);

  /** The most items of one name that are deleted at once: one, or some of other keychains. */
  private static final int MOST_ITEMS = 8;

  private final String app;
  private final MethodHandle find;
  private final MethodHandle add;
  private final MethodHandle delete;
  private final MethodHandle freeContent;
  private final MethodHandle release;

  /** Returns the one of this system. */
  static MacKeychain open(String app) {
    // By name, because these libraries are in the system's cache and no files.
    return NativeCalls.with(
        unused ->
            new MacKeychain(
                app,
                SymbolLookup.libraryLookup(
                        FRAMEWORKS + "Security.framework/Security", Arena.global())
                    .or(
                        SymbolLookup.libraryLookup(
                            FRAMEWORKS + "CoreFoundation.framework/CoreFoundation",
                            Arena.global()))));
  }

  /**
   * @param app the name of the app whose secrets these are
   * @param security has the functions
   */
  MacKeychain(String app, SymbolLookup security) {
    this.app = app;
    find =
        NativeCalls.bind(
            security,
            "SecKeychainFindGenericPassword",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS,
                ADDRESS));
    add =
        NativeCalls.bind(
            security,
            "SecKeychainAddGenericPassword",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS,
                ADDRESS));
    delete =
        NativeCalls.bind(
            security, "SecKeychainItemDelete", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    freeContent =
        NativeCalls.bind(
            security,
            "SecKeychainItemFreeContent",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    release = NativeCalls.bind(security, "CFRelease", FunctionDescriptor.ofVoid(ADDRESS));
    MethodHandle allowQuestions =
        NativeCalls.bind(
            security,
            "SecKeychainSetUserInteractionAllowed",
            FunctionDescriptor.of(JAVA_INT, JAVA_BYTE));
    NativeCalls.run(arena -> check((int) allowQuestions.invokeExact((byte) 0)));
  }

  @Override
  public Optional<String> read(String name) {
    return NativeCalls.with(
        arena -> {
          MemorySegment size = arena.allocate(JAVA_INT);
          MemorySegment content = arena.allocate(ADDRESS);
          int status = find(arena, name, size, content, MemorySegment.NULL);
          if (UNREADABLE.contains(status)) {
            forget(name);
            return Optional.empty();
          }
          if (status == ITEM_NOT_FOUND) {
            return Optional.empty();
          }
          check(status);
          MemorySegment secret = content.get(ADDRESS, 0);
          try {
            return text(secret, size.get(JAVA_INT, 0));
          } finally {
            int unused = (int) freeContent.invokeExact(MemorySegment.NULL, secret);
          }
        });
  }

  private static Optional<String> text(MemorySegment secret, int size) {
    return size < 0 || size > LONGEST
        ? Optional.empty()
        : Optional.of(
            new String(secret.reinterpret(size).toArray(JAVA_BYTE), StandardCharsets.UTF_8));
  }

  /** Adds a new item, so that it belongs to this version of the app. */
  @Override
  public void write(String name, String secret) {
    byte[] value = secret.getBytes(StandardCharsets.UTF_8);
    if (value.length > LONGEST) {
      throw new KeychainException("a secret of " + value.length + " bytes is too long");
    }
    forget(name);
    NativeCalls.run(
        arena -> {
          Text service = Text.of(arena, app);
          Text account = Text.of(arena, name);
          check(
              (int)
                  add.invokeExact(
                      MemorySegment.NULL,
                      service.size,
                      service.bytes,
                      account.size,
                      account.bytes,
                      value.length,
                      arena.allocateFrom(JAVA_BYTE, value),
                      MemorySegment.NULL));
        });
  }

  @Override
  public void forget(String name) {
    NativeCalls.run(
        arena -> {
          MemorySegment item = arena.allocate(ADDRESS);
          for (int i = 0; i < MOST_ITEMS; i++) {
            int status = find(arena, name, MemorySegment.NULL, MemorySegment.NULL, item);
            if (status == ITEM_NOT_FOUND) {
              return;
            }
            check(status);
            MemorySegment found = item.get(ADDRESS, 0);
            try {
              check((int) delete.invokeExact(found));
            } finally {
              release.invokeExact(found);
            }
          }
        });
  }

  /** Looks for an item, in all keychains of the person. */
  private int find(
      Arena arena, String name, MemorySegment size, MemorySegment content, MemorySegment item)
      throws Throwable {
    Text service = Text.of(arena, app);
    Text account = Text.of(arena, name);
    return (int)
        find.invokeExact(
            MemorySegment.NULL,
            service.size,
            service.bytes,
            account.size,
            account.bytes,
            size,
            content,
            item);
  }

  private static void check(int status) {
    if (status != SUCCESS) {
      throw new KeychainException("the keychain refuses with status " + status);
    }
  }

  /** A text in UTF-8 and its size in bytes. */
  private record Text(MemorySegment bytes, int size) {
    static Text of(Arena arena, String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      return new Text(arena.allocateFrom(JAVA_BYTE, utf8), utf8.length);
    }
  }
}
