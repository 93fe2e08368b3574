package app.rostrum.testing;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Records the results of the conformance tests, from which {@code verdict-table.cjs} makes a table.
 */
final class VerdictRecorder implements InvocationInterceptor {
  private static final Path FOLDER = Path.of("target", "verdicts");

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    record(invocation, method);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    record(invocation, method);
  }

  private static void record(
      Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method)
      throws Throwable {
    try {
      invocation.proceed();
    } catch (TestAbortedException e) {
      write(method, "not offered", String.valueOf(e.getMessage()));
      throw e;
    } catch (Throwable e) {
      write(method, "fails", "");
      throw e;
    }
    write(method, "passes", "");
  }

  private static void write(
      ReflectiveInvocationContext<Method> method, String verdict, String reason)
      throws IOException {
    Capability capability = method.getExecutable().getAnnotation(Capability.class);
    if (capability == null) {
      return;
    }
    List<Sdk> sdks =
        method.getArguments().stream().filter(Sdk.class::isInstance).map(Sdk.class::cast).toList();
    Files.createDirectories(FOLDER);
    for (Sdk sdk : sdks.isEmpty() ? Arrays.asList(capability.judgedBy()) : sdks) {
      var line = new JsonObject();
      line.addProperty("product", sdk.product());
      line.addProperty("version", sdk.version());
      line.addProperty("capability", capability.value());
      line.addProperty("verdict", verdict);
      line.addProperty("reason", reason);
      Path file = FOLDER.resolve(ProcessHandle.current().pid() + ".jsonl");
      synchronized (VerdictRecorder.class) {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    }
  }
}
