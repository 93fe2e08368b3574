package app.rostrum.keychain;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The Credential Manager of Windows: generic credentials of the person who is logged on, which stay
 * on this machine. It asks nobody anything.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/wincred/">wincred.h</a>
 */
final class WindowsKeychain implements Keychain {
  /** CRED_MAX_CREDENTIAL_BLOB_SIZE, in bytes. */
  static final int LONGEST = 2_560;

  private static final int CRED_TYPE_GENERIC = 1;
  private static final int CRED_PERSIST_LOCAL_MACHINE = 2;
  private static final int ERROR_NOT_FOUND = 1168;

  /** CREDENTIALW, in a process of 64 bits. */
  private static final StructLayout CREDENTIAL =
      MemoryLayout.structLayout(
          JAVA_INT.withName("Flags"),
          JAVA_INT.withName("Type"),
          ADDRESS.withName("TargetName"),
          ADDRESS.withName("Comment"),
          JAVA_INT.withName("LastWritten.Low"),
          JAVA_INT.withName("LastWritten.High"),
          JAVA_INT.withName("CredentialBlobSize"),
          MemoryLayout.paddingLayout(Integer.BYTES),
          ADDRESS.withName("CredentialBlob"),
          JAVA_INT.withName("Persist"),
          JAVA_INT.withName("AttributeCount"),
          ADDRESS.withName("Attributes"),
          ADDRESS.withName("TargetAlias"),
          ADDRESS.withName("UserName"));

  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  private final String app;
  private final String errors;
  private final MethodHandle write;
  private final MethodHandle read;
  private final MethodHandle delete;
  private final MethodHandle free;

  /** Returns the one of this system. */
  static WindowsKeychain open(String app) {
    return NativeCalls.with(
        unused ->
            new WindowsKeychain(
                app, SymbolLookup.libraryLookup("advapi32", Arena.global()), "GetLastError"));
  }

  /**
   * @param app the name of the app whose secrets these are
   * @param advapi has the functions
   * @param errors the name of the place where they leave the reason of a failure
   */
  WindowsKeychain(String app, SymbolLookup advapi, String errors) {
    this.app = app;
    this.errors = errors;
    Linker.Option failure = Linker.Option.captureCallState(errors);
    write =
        NativeCalls.bind(
            advapi, "CredWriteW", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), failure);
    read =
        NativeCalls.bind(
            advapi,
            "CredReadW",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
            failure);
    delete =
        NativeCalls.bind(
            advapi,
            "CredDeleteW",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            failure);
    free = NativeCalls.bind(advapi, "CredFree", FunctionDescriptor.ofVoid(ADDRESS));
  }

  @Override
  public Optional<String> read(String name) {
    return NativeCalls.with(
        arena -> {
          MemorySegment state = arena.allocate(STATE);
          MemorySegment found = arena.allocate(ADDRESS);
          int done =
              (int) read.invokeExact(state, target(arena, name), CRED_TYPE_GENERIC, 0, found);
          if (done == 0) {
            refuseUnlessAbsent(state);
            return Optional.empty();
          }
          MemorySegment credential = found.get(ADDRESS, 0).reinterpret(CREDENTIAL.byteSize());
          try {
            return secret(credential);
          } finally {
            free.invokeExact(credential);
          }
        });
  }

  private static Optional<String> secret(MemorySegment credential) {
    int size = credential.get(JAVA_INT, at("CredentialBlobSize"));
    if (size < 0 || size > LONGEST) {
      return Optional.empty();
    }
    MemorySegment blob = credential.get(ADDRESS, at("CredentialBlob")).reinterpret(size);
    return Optional.of(new String(blob.toArray(JAVA_BYTE), StandardCharsets.UTF_8));
  }

  @Override
  public void write(String name, String secret) {
    byte[] value = secret.getBytes(StandardCharsets.UTF_8);
    if (value.length > LONGEST) {
      throw new KeychainException("a secret of " + value.length + " bytes is too long");
    }
    NativeCalls.run(
        arena -> {
          MemorySegment state = arena.allocate(STATE);
          int done = (int) write.invokeExact(state, credential(arena, name, value), 0);
          if (done == 0) {
            throw refusal(state);
          }
        });
  }

  private MemorySegment credential(Arena arena, String name, byte[] value) {
    // What is not set here is zero, as it has to be.
    MemorySegment credential = arena.allocate(CREDENTIAL);
    credential.set(JAVA_INT, at("Type"), CRED_TYPE_GENERIC);
    credential.set(ADDRESS, at("TargetName"), target(arena, name));
    credential.set(JAVA_INT, at("CredentialBlobSize"), value.length);
    credential.set(ADDRESS, at("CredentialBlob"), arena.allocateFrom(JAVA_BYTE, value));
    credential.set(JAVA_INT, at("Persist"), CRED_PERSIST_LOCAL_MACHINE);
    credential.set(ADDRESS, at("UserName"), wide(arena, name));
    return credential;
  }

  @Override
  public void forget(String name) {
    NativeCalls.run(
        arena -> {
          MemorySegment state = arena.allocate(STATE);
          int done = (int) delete.invokeExact(state, target(arena, name), CRED_TYPE_GENERIC, 0);
          if (done == 0) {
            refuseUnlessAbsent(state);
          }
        });
  }

  private void refuseUnlessAbsent(MemorySegment state) {
    if (reason(state) != ERROR_NOT_FOUND) {
      throw refusal(state);
    }
  }

  private KeychainException refusal(MemorySegment state) {
    return new KeychainException("the Credential Manager refuses with error " + reason(state));
  }

  private int reason(MemorySegment state) {
    return state.get(JAVA_INT, STATE.byteOffset(groupElement(errors)));
  }

  private MemorySegment target(Arena arena, String name) {
    return wide(arena, app + "/" + name);
  }

  private static MemorySegment wide(Arena arena, String text) {
    return arena.allocateFrom(text, StandardCharsets.UTF_16LE);
  }

  private static long at(String field) {
    return CREDENTIAL.byteOffset(groupElement(field));
  }
}
