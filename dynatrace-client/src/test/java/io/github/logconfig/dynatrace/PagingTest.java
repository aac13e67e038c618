package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.logconfig.dynatrace.settings.EffectiveValuesQuery;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of several pages from a service that does with them what it likes. */
class PagingTest {

  private static final SettingsQuery QUERY = SettingsQuery.ofSchema(new SchemaId("s"));
  private static final ResponseDefinitionBuilder VANISHED = aResponse().withStatus(400);

  private final RecordingTiming timing = new RecordingTiming();
  private StubServer server;
  private DynatraceClient client;

  @BeforeEach
  void start() {
    server = new StubServer();
    client = server.client().timing(timing).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
  }

  @Test
  void sendsAPageKeyWithoutOtherParameters() {
    answers(page("k/1+=", "a"), page("", "b"));
    assertThat(list(QUERY)).containsExactly("a", "b");
    assertThat(urls()).last().isEqualTo("/api/v2/settings/objects?nextPageKey=k%2F1%2B%3D");
    answers(page("k", "a"), page("", "b"));
    try (var entities = client.entities().list("type(\"HOST_GROUP\")")) {
      assertThat(entities).isEmpty();
    }
    assertThat(urls()).last().isEqualTo("/api/v2/entities?nextPageKey=k");
    answers(page("k", "a"), page("", "b"));
    assertThat(client.settings().effectiveValues(effective())).hasSize(2);
    assertThat(urls()).last().isEqualTo("/api/v2/settings/effectiveValues?nextPageKey=k");
    answers(page("k", "a"), page("", "b"));
    assertThat(client.settings().withAdminAccess().list(QUERY)).hasSize(2);
    assertThat(urls()).last().isEqualTo("/api/v2/settings/objects?nextPageKey=k");
  }

  @Test
  void requestsIdsInAnyCase() {
    answers(page("", "a"));
    SettingsQuery query = SettingsQuery.builder().from(QUERY).fields(Set.of("summary")).build();
    assertThat(list(query)).containsExactly("a");
    assertThat(urls()).last().asString().contains("fields=objectId%2Csummary");
  }

  @Test
  void repeatsAnEmptyPageThatNamesItself() {
    answers(page("k"), page("k"), page("k"), page("l", "a"), page("l"), page("", "b"));
    assertThat(list(QUERY)).containsExactly("a", "b");
    assertThat(timing.pauses()).hasSize(3);
  }

  @Test
  void rejectsAPageWithItemsThatNamesItself() {
    answers(page("k", "a"), page("k", "b"));
    assertThatThrownBy(() -> list(QUERY))
        .isInstanceOf(DynatraceResponseException.class)
        .hasMessageContaining("repeats a page key");
  }

  @Test
  void rejectsACircleOfPages() {
    answers(page("k", "a"), page("l", "b"), page("k", "c"), page("l", "d"));
    assertThatThrownBy(() -> list(QUERY)).isInstanceOf(DynatraceResponseException.class);
  }

  @Test
  void ignoresAnEmptyPageKey() {
    answers(okJson("{\"items\":[{\"objectId\":\"a\"}],\"nextPageKey\":\"\"}"));
    assertThat(list(QUERY)).containsExactly("a");
  }

  @Test
  void deliversAnObjectOnTwoPagesOnce() {
    answers(page(4, "k", "a", "b"), page(4, "l", "b", "c"), page(4, "", "c", "a", "d"));
    assertThat(list(QUERY)).containsExactly("a", "b", "c", "d");
  }

  @Test
  void restartsAListWithoutRepeatingObjects() {
    answers(
        page("k", "a", "b"),
        page("l", "c", "d"),
        VANISHED,
        page("m", "new", "b", "c"),
        page("n", "a", "d", "e"),
        page("", "f"));
    Iterator<SettingsObject> objects = client.settings().list(QUERY).iterator();
    List<String> ids = new ArrayList<>();
    while (objects.hasNext()) {
      ids.add(objects.next().objectId().orElseThrow().value());
    }
    assertThat(ids).containsExactly("a", "b", "c", "d", "new", "e", "f");
  }

  @Test
  void doesNotRepeatARejectedFirstPage() {
    answers(VANISHED);
    assertThatThrownBy(() -> list(QUERY)).isInstanceOf(InvalidRequestException.class);
    assertThat(urls()).hasSize(1);
  }

  @Test
  void restartsAListOnlyOnce() {
    answers(page("k", "a"), VANISHED, page("l", "a", "b"), VANISHED, page("", "c"));
    assertThatThrownBy(() -> list(QUERY)).isInstanceOf(InvalidRequestException.class);
    assertThat(urls()).hasSize(4);
  }

  @Test
  void doesNotRestartAListOfObjectsWithoutIds() {
    answers(okJson("{\"items\":[{\"summary\":\"a\"}],\"nextPageKey\":\"k\"}"), VANISHED);
    assertThatThrownBy(() -> client.settings().list(QUERY).toList())
        .isInstanceOf(InvalidRequestException.class);
    assertThat(urls()).hasSize(2);
  }

  /** Somebody deletes a after the first page, so c is on it when the second is read. */
  @Test
  void rereadsAListThatBecomesShorter() {
    ResponseDefinitionBuilder[] shrinking = {
      page(4, "k", "a", "b"), page(3, "", "d"), page(3, "l", "b", "c"), page(3, "", "d")
    };
    answers(shrinking);
    assertThat(list(QUERY)).containsExactly("a", "b", "c", "d");
    answers(shrinking);
    assertThat(collect(QUERY)).containsExactly("b", "c", "d");
    answers(page(3, "k", "a", "b"), page(2, "", "c"), page(2, "", "b", "c"));
    assertThat(list(QUERY)).containsExactly("a", "b", "c");
  }

  /** Somebody moves a to the end after the first page. */
  @Test
  void rereadsAListInWhichAnObjectHasMoved() {
    ResponseDefinitionBuilder[] moving = {
      page(4, "k", "a", "b"), page(4, "", "d", "a"), page(4, "l", "b", "c"), page(4, "", "d", "a")
    };
    answers(moving);
    assertThat(list(QUERY)).containsExactly("a", "b", "d", "c");
    answers(moving);
    assertThat(collect(QUERY)).containsExactly("b", "c", "d", "a");
  }

  @Test
  void doesNotRereadAListThatGrowsOrIsCountedInAnotherWay() {
    answers(page(2, "k", "a"), page(3, "", "b", "c"));
    assertThat(collect(QUERY)).containsExactly("a", "b", "c");
    answers(page(9, "k", "a"), page(9, "", "b"));
    assertThat(collect(QUERY)).containsExactly("a", "b");
    assertThat(urls()).hasSize(2);
  }

  @Test
  void collectsAListWithAVanishedPageInItsOrder() {
    answers(page("k", "b", "c"), VANISHED, page("l", "a", "b"), page("", "c"));
    assertThat(collect(QUERY)).containsExactly("a", "b", "c");
  }

  @Test
  void rereadsAListAtMostTenTimes() {
    List<ResponseDefinitionBuilder> answers = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      answers.add(page(4, "k", "a", "b"));
      answers.add(page(3, "", "d"));
    }
    ResponseDefinitionBuilder[] changing = answers.toArray(ResponseDefinitionBuilder[]::new);
    for (ThrowingCallable reading :
        List.<ThrowingCallable>of(() -> list(QUERY), () -> collect(QUERY))) {
      answers(changing);
      assertThatThrownBy(reading)
          .isInstanceOf(DynatraceTransportException.class)
          .hasMessageContaining("has changed while it was read, 10 times in a row");
      assertThat(urls()).hasSize(20);
    }
  }

  @Test
  void continuesEffectiveValuesWithTheSameStart() {
    answers(page("k", "a", "b"), VANISHED, page("l", "a"), page("", "b", "c"));
    assertThat(client.settings().effectiveValues(effective())).hasSize(3);
  }

  @Test
  void endsEffectiveValuesWithAnotherStart() {
    for (String[] now : new String[][] {{"a", "x", "c"}, {"b", "a", "c"}, {"a"}}) {
      answers(page("k", "a", "b"), VANISHED, page("", now));
      assertThatThrownBy(() -> client.settings().effectiveValues(effective()).toList())
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  private List<String> list(SettingsQuery query) {
    return client
        .settings()
        .list(query)
        .map(object -> object.objectId().orElseThrow().value())
        .toList();
  }

  private List<String> collect(SettingsQuery query) {
    return client
        .settings()
        .collect(
            query,
            Collectors.mapping(
                object -> object.objectId().orElseThrow().value(), Collectors.toList()));
  }

  private static EffectiveValuesQuery effective() {
    return EffectiveValuesQuery.builder()
        .addSchemaId(new SchemaId("s"))
        .scope(SettingsScope.ENVIRONMENT)
        .build();
  }

  private static ResponseDefinitionBuilder page(String nextKey, String... ids) {
    return page(9, nextKey, ids);
  }

  private static ResponseDefinitionBuilder page(int totalCount, String nextKey, String... ids) {
    List<String> items = new ArrayList<>();
    for (String id : ids) {
      items.add("{\"objectId\":\"" + id + "\",\"value\":{\"a\":\"" + id + "\"}}");
    }
    String key = nextKey.isEmpty() ? "" : ",\"nextPageKey\":\"" + nextKey + "\"";
    return okJson(
        "{\"items\":[" + String.join(",", items) + "],\"totalCount\":" + totalCount + key + "}");
  }

  /** Gives these answers one after the other. */
  private void answers(ResponseDefinitionBuilder... answers) {
    server.resetAll();
    for (int i = 0; i < answers.length; i++) {
      server.stubFor(
          any(anyUrl())
              .inScenario("answers")
              .whenScenarioStateIs(i == 0 ? "Started" : "answer " + i)
              .willSetStateTo("answer " + (i + 1))
              .willReturn(answers[i]));
    }
  }

  private List<String> urls() {
    List<String> urls = new ArrayList<>();
    for (ServeEvent event : server.getAllServeEvents()) {
      urls.add(0, event.getRequest().getUrl());
    }
    return urls;
  }
}
