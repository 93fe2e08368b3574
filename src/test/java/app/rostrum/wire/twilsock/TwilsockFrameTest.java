package app.rostrum.wire.twilsock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and writing of frames and of the messages in them. */
class TwilsockFrameTest {
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void lengthsCountBytesNotCharacters() throws Exception {
    String header = "{\"id\":\"TMé😀\",\"method\":\"notification\",\"payload_size\":7}";
    String text = "TWILSOCK V3.0 " + utf8(header).length + "\r\n" + header + "\r\n{\"é\":1";
    TwilsockFrame frame = TwilsockFrame.parse(utf8(text));
    assertThat(frame.header().get("id").getAsString()).isEqualTo("TMé😀");
    assertThat(new String(frame.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"é\":1");
    assertThat(TwilsockFrame.parse(frame.encode()).payload()).isEqualTo(frame.payload());
  }

  @Test
  void bytesAfterThePayloadAreIgnored() throws Exception {
    String header = "{\"id\":\"1\",\"method\":\"ping\",\"payload_size\":2}";
    TwilsockFrame frame =
        TwilsockFrame.parse(
            utf8("TWILSOCK V3.0 " + header.length() + "\r\n" + header + "\r\n{}\r\n"));
    assertThat(frame.json()).contains(new JsonObject());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "TWILSOCK V2.0 2\r\n{}\r\n",
        "TWILSOCK V3.0 \r\n{}\r\n",
        "TWILSOCK V3.0 2\n{}\r\n",
        "TWILSOCK V3.0 9999999999\r\n{}\r\n",
        "TWILSOCK V3.0 20\r\n{}\r\n",
        "TWILSOCK V3.0 -2\r\n{}\r\n",
        "TWILSOCK V3.0 2\r\n{}",
        "TWILSOCK V3.0 2\r\n[]\r\n",
        "TWILSOCK V3.0 5\r\n{a:1}\r\n",
        "TWILSOCK V3.0 4\r\n{}{}\r\n",
        "TWILSOCK V3.0 18\r\n{\"payload_size\":-1}\r\n",
        "TWILSOCK V3.0 19\r\n{\"payload_size\":999}\r\n"
      })
  void malformedFramesAreRefused(String text) {
    assertThatThrownBy(() -> TwilsockFrame.parse(utf8(text)))
        .isInstanceOf(TwilsockFormatException.class);
  }

  @Test
  void everyTruncationIsRefused() throws Exception {
    byte[] whole = utf8("TWILSOCK V3.0 00000018\r\n{\"payload_size\":3}\r\nabc");
    assertThat(new String(TwilsockFrame.parse(whole).payload(), StandardCharsets.UTF_8))
        .isEqualTo("abc");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> TwilsockFrame.parse(cut))
          .as("%d bytes", length)
          .isInstanceOf(TwilsockFormatException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 19, 90})
  void everyDigitCountsInTheLengthOfTheHeader(int length) throws Exception {
    String header = "{\"a\":" + " ".repeat(length - 7) + "1}";
    TwilsockFrame frame =
        TwilsockFrame.parse(utf8("TWILSOCK V3.0 " + length + "\r\n" + header + "\r\n"));
    assertThat(frame.header().get("a").getAsInt()).isEqualTo(1);
    assertThatThrownBy(() -> TwilsockFrame.parse(utf8("TWILSOCK V3.0 000000002\r\n{}\r\n")))
        .isInstanceOf(TwilsockFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\":\"1\"}",
        "{\"id\":1,\"method\":\"ping\"}",
        "{\"id\":\"1\",\"method\":\"init\"}",
        "{\"id\":\"1\",\"method\":\"update\",\"token\":5}",
        "{\"id\":\"1\",\"method\":\"message\"}"
      })
  void aFrameWithoutTheFieldsOfItsMethodIsRefused(String header) {
    assertThatThrownBy(
            () ->
                TwilsockMessage.decode(
                    utf8("TWILSOCK V3.0 " + header.length() + "\r\n" + header + "\r\n")))
        .isInstanceOf(TwilsockFormatException.class);
  }

  @Test
  void everyMessageSurvivesTheWire() throws Exception {
    var metadata = new JsonObject();
    metadata.addProperty("sdk", "java");
    List<TwilsockMessage> messages =
        List.of(
            new TwilsockMessage.Init(
                "1", "token", null, metadata, new JsonArray(), List.of("client_update")),
            new TwilsockMessage.Init("1", "t", "CT", metadata, new JsonArray(), List.of()),
            new TwilsockMessage.Update("2", "token"),
            new TwilsockMessage.ClientUpdate("4", "token_about_to_expire"),
            new TwilsockMessage.Close("5", null, 0),
            new TwilsockMessage.Close("5", new TwilsockStatus(308, "OFFLOAD", "", 0), 2500),
            new TwilsockMessage.Ping("6"),
            new TwilsockMessage.Other("7", "telemetry.v1"));
    for (TwilsockMessage message : messages) {
      assertThat(TwilsockMessage.decode(message.encode())).isEqualTo(message);
    }
    var call = new HttpCall("h", "/v3/Maps/a%20b", "PUT", Map.of("Key", "%C3"), Map.of("If", "1"));
    var request =
        (TwilsockMessage.Request)
            TwilsockMessage.decode(
                new TwilsockMessage.Request("3", "data_sync", call, utf8("{}")).encode());
    assertThat(request.http()).isEqualTo(call);
    assertThat(request.body()).isEqualTo(utf8("{}"));
  }

  @Test
  void repliesHaveTheFormOfTheProtocol() throws Exception {
    Map<TwilsockMessage.Reply, String> replies = new LinkedHashMap<>();
    replies.put(
        TwilsockMessage.Reply.acknowledge("1"),
        """
        {"id":"1","method":"reply","payload_type":"application/json",
         "status":{"code":200,"status":"OK"}}\
        """);
    replies.put(
        TwilsockMessage.Reply.of("2", new TwilsockStatus(401, "UNAUTHORIZED", "expired", 20104)),
        """
        {"id":"2","method":"reply","payload_type":"application/json","status":
         {"code":401,"status":"UNAUTHORIZED","description":"expired","errorCode":20104}}\
        """);
    replies.put(
        TwilsockMessage.Reply.http("3", 201, utf8("{}")),
        """
        {"id":"3","method":"reply","payload_type":"application/json",
         "status":{"code":200,"status":"OK"},"http_status":{"code":201,"status":"Created"},
         "http_headers":{"content-type":"application/json"}}\
        """);
    replies.put(
        new TwilsockMessage.Reply("4", TwilsockStatus.OK, 0, "CT", List.of("a"), utf8("é")),
        """
        {"id":"4","method":"reply","payload_type":"application/json",
         "status":{"code":200,"status":"OK"},"continuation_token":"CT","capabilities":["a"]}\
        """);
    for (var entry : replies.entrySet()) {
      TwilsockMessage.Reply reply = entry.getKey();
      assertThat(reply.toFrame().header()).isEqualTo(JsonParser.parseString(entry.getValue()));
      var read = (TwilsockMessage.Reply) TwilsockMessage.decode(reply.encode());
      assertThat(read).usingRecursiveComparison().isEqualTo(reply);
      assertThat(read.text()).isEqualTo(new String(reply.body(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void otherMessagesHaveTheFormOfTheProtocol() {
    var http = new HttpCall("h", "/p", "GET", Map.of(), Map.of());
    var form = new HttpCall("h", "/p", "GET", Map.of(), Map.of("content-type", "text/plain"));
    String call =
        "\"http_request\":{\"host\":\"h\",\"path\":\"/p\",\"method\":\"GET\",\"params\":{},";
    Map<TwilsockMessage, String> messages = new LinkedHashMap<>();
    messages.put(
        new TwilsockMessage.Init("1", "t", null, new JsonObject(), new JsonArray(), List.of("c")),
        """
        {"id":"1","method":"init","token":"t","continuation_token":null,"metadata":{},
         "registrations":[],"tweaks":null,"capabilities":["c"]}\
        """);
    messages.put(
        new TwilsockMessage.Request("2", "data_sync", http, new byte[0]),
        """
        {"id":"2","method":"message","active_grant":"data_sync",
         "payload_type":"application/json",\
        """
            + (call + "\"headers\":{}}}"));
    messages.put(
        new TwilsockMessage.Request("3", "data_sync", form, new byte[0]),
        """
        {"id":"3","method":"message","active_grant":"data_sync","payload_type":"text/plain",\
        """
            + (call + "\"headers\":{\"content-type\":\"text/plain\"}}}"));
    messages.put(
        new TwilsockMessage.Notification("4", "com.twilio.rtd.cds.map", new byte[0]),
        """
        {"id":"4","method":"notification","message_type":"com.twilio.rtd.cds.map",
         "payload_type":"application/json","notification_ctx_id":""}\
        """);
    var offload = new TwilsockStatus(308, "OFFLOAD", "", 0);
    messages.put(
        new TwilsockMessage.Close("5", offload, 0),
        """
        {"id":"5","method":"close","status":{"code":308,"status":"OFFLOAD"}}\
        """);
    messages.put(
        new TwilsockMessage.Close("6", offload, 1),
        """
        {"id":"6","method":"close","status":{"code":308,"status":"OFFLOAD"},
         "payload_type":"application/json"}\
        """);
    messages.forEach(
        (message, header) ->
            assertThat(message.toFrame().header()).isEqualTo(JsonParser.parseString(header)));
  }

  @ParameterizedTest
  @CsvSource({"199, false, OK", "200, true, OK", "299, true, OK", "300, false, Error"})
  void onlyCodesInTheTwoHundredsAreSuccesses(int code, boolean success, String reason) {
    assertThat(new TwilsockStatus(code, "", "", 0).isSuccess()).isEqualTo(success);
    assertThat(TwilsockStatus.reason(code)).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e400", "9223372036854775808", "\"1\"", "true", "null", "{}"})
  void onlyWholeNumbersAreRead(String value) {
    JsonObject json = JsonFields.parseObject("{\"a\":" + value + "}").orElseThrow();
    assertThat(JsonFields.number(json, "a")).isNull();
    assertThat(JsonFields.number(json, "a", 7)).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "2147483647, 2147483647",
    "2147483648, 0",
    "-1,         0",
    "0,          0",
    "1.5,        0",
    "1e400,      0"
  })
  void statusesOutOfRangeAreZero(String code, int read) {
    JsonObject json = JsonFields.parseObject("{\"code\":" + code + "}").orElseThrow();
    assertThat(TwilsockStatus.read(json)).isEqualTo(new TwilsockStatus(read, "", "", 0));
  }

  @Test
  void tokensAreNotPrinted() {
    var init =
        new TwilsockMessage.Init("1", "secret", "CT", new JsonObject(), new JsonArray(), List.of());
    assertThat(init + " " + init.toFrame() + new TwilsockMessage.Update("2", "secret"))
        .doesNotContain("secret");
  }

  @Test
  void ofRepeatedParametersTheFirstCounts() throws Exception {
    String header =
        "{\"id\":\"1\",\"method\":\"message\",\"http_request\":{\"path\":\"/\",\"method\":\"get\","
            + "\"params\":{\"a\":[\"1\",\"2\"],\"b\":{}},\"headers\":{\"if-match\":\"3\"}}}";
    var request =
        (TwilsockMessage.Request)
            TwilsockMessage.decode(
                utf8("TWILSOCK V3.0 " + header.length() + "\r\n" + header + "\r\n"));
    assertThat(request.http().params()).containsExactly(Map.entry("a", "1"));
    assertThat(request.http().method()).isEqualTo("GET");
    assertThat(request.http().header("If-Match")).isEqualTo("3");
    assertThat(request.http().header("If-None-Match")).isNull();
  }
}
