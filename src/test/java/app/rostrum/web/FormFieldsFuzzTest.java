package app.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Form bodies and queries of every making: what is read can be written and is read as the same. */
@Tag("fuzz")
class FormFieldsFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void whatIsReadIsReadAgainOnceItIsEncoded(byte[] data) {
    var fields = FormFields.parse(new String(data, StandardCharsets.UTF_8));
    var encoded = new StringBuilder();
    fields.forEach(
        (name, values) ->
            values.forEach(
                value ->
                    encoded.append(encode(name)).append('=').append(encode(value)).append('&')));
    assertThat(FormFields.parse(encoded.toString())).isEqualTo(fields);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
