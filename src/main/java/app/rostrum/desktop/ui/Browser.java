package app.rostrum.desktop.ui;

import java.net.URI;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.application.Application;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens addresses in the person's web browser. */
public final class Browser implements Consumer<URI> {
  private static final Logger log = LoggerFactory.getLogger(Browser.class);

  private final Application app;
  private final Executor background;

  /**
   * @param background runs the search for the browser, which may take a while
   */
  public Browser(Application app, Executor background) {
    this.app = app;
    this.background = background;
  }

  /** Opens an http or https address; ignores others. Returns at once. */
  @Override
  public void accept(URI address) {
    String scheme = address.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      return;
    }
    background.execute(
        () -> {
          try {
            app.getHostServices().showDocument(address.toASCIIString());
          } catch (RuntimeException e) {
            log.warn("no browser could be opened: {}", e.toString());
          }
        });
  }
}
