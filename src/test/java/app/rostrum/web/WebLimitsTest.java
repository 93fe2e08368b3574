package app.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebLimitsTest {
  @ParameterizedTest
  @CsvSource({"1048576, 40000", "20000, 19000", "1024, 512", "9223372036854775807, 40000"})
  void connectionsLeaveDescriptorsForTheRest(long descriptors, int connections) {
    assertThat(WebLimits.connections(descriptors)).isEqualTo(connections);
  }
}
