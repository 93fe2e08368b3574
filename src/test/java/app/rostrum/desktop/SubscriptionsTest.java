package app.rostrum.desktop;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import app.rostrum.desktop.alerts.AlertSettings;
import app.rostrum.desktop.settings.Settings;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.CompactMode;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pins;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private static final Set<String> SUBSCRIBING =
      Set.of("subscribe", "addListener", "bind", "bindBidirectional");

  /** Any other subscription may keep a left screen in memory, see {@link LeftScreensTest}. */
  @Test
  void viewsSubscribeThroughTheirPins() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("ViewModel")
        .and()
        // There is one of each per window, for as long as the window lives.
        .doNotBelongToAnyOf(
            Pins.class,
            Overlay.class,
            Appearance.class,
            Settings.class,
            AlertSettings.class,
            AppWindow.class,
            CompactMode.class)
        .should()
        .callMethodWhere(
            describe(
                "it subscribes to an observable",
                (JavaCall<?> call) ->
                    call.getTargetOwner().getPackageName().startsWith("javafx.")
                        && SUBSCRIBING.contains(call.getName())))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("app.rostrum.desktop"));
  }
}
