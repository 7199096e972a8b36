package dev.lull.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.StepKind;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import dev.lull.window.Ada;
import dev.lull.window.Event;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {
    private static final String ENDED = "{\"phase\":\"DONE\",\"summary\":\"well\"}";

    private final EventJson json = new EventJson();

    static Stream<Class<? extends Event>> everyType() {
        return Arrays.stream(Event.class.getPermittedSubclasses())
                .map(type -> type.asSubclass(Event.class));
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change.Update(
                        Map.of(new ServiceName("web"), "shop:2", new ServiceName("w x"), "s:3"),
                        true),
                new Change.Migrate(),
                new Change.Exec(new ServiceName("web"), Command.parse("sh -c 'a b'")),
                new Change.None(),
                new Change.Restore("shop-7"));
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void every_event_is_read_as_it_was_written(Class<? extends Event> type) {
        LongStream.range(0, 300)
                .mapToObj(seed -> new RandomRecords(seed).make(type))
                .forEach(event ->
                        assertThat(json.read(json.type(event), json.write(event)))
                                .isEqualTo(event));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void every_change_goes_under_its_own_word(Change change) {
        Event.Opened opened =
                new Event.Opened(
                        new StackName("shop"),
                        change,
                        List.of(),
                        Ada.ORIGIN,
                        Duration.ZERO,
                        List.of());
        String body = json.write(opened);
        assertThat(body).contains("\"change\":{\"type\":\"" + change.word() + "\"");
        assertThat(json.read("opened", body)).isEqualTo(opened);
    }

    @Test
    void type_names_are_kept_for_ever() {
        assertThat(everyType().map(t -> json.type(new RandomRecords(1).make(t))))
                .containsExactly(
                        "opened",
                        "facts-taken",
                        "noted",
                        "step-started",
                        "said",
                        "warned",
                        "step-done",
                        "step-failed",
                        "closed-again",
                        "undone",
                        "overran",
                        "extended",
                        "held",
                        "asked",
                        "turned-back",
                        "ended");
    }

    @Test
    void the_form_is_plain() {
        PlannedStep step =
                new PlannedStep(
                        StepKind.CLOSE_APP,
                        Phase.CLOSING,
                        PlannedStep.OnFailure.WAY_BACK,
                        Duration.ofSeconds(90),
                        "Close",
                        List.of("web-1"));
        Event.Opened opened =
                new Event.Opened(
                        new StackName("shop"),
                        new Change.Update(Map.of(new ServiceName("web"), "shop:2"), false),
                        List.of(step),
                        Ada.saying("news"),
                        Duration.ofMinutes(5),
                        List.of(StepKind.REOPEN_APP));
        assertThat(json.write(opened))
                .isEqualTo(
                        """
                        {"stack":"shop",\
                        "change":{"type":"update","images":{"web":"shop:2"},"pull":false},\
                        "steps":[{"kind":"CLOSE_APP","phase":"CLOSING","onFailure":"WAY_BACK",\
                        "deadline":"PT1M30S","what":"Close","details":["web-1"]}],\
                        "origin":{"by":"ada","from":"unix socket","request":"","reason":"news",\
                        "gitSha":"","changeUrl":""},"expected":"PT5M","holdBefore":["REOPEN_APP"]}\
                        """);
        assertThat(json.write(new Event.Ended(Phase.DONE, "well"))).isEqualTo(ENDED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ended   | {\"phase\":\"DONE\"}",
                "ended   | {\"phase\":\"DONE\",\"summary\":null}",
                "ended   | {\"phase\":\"DONE\",\"summary\":\"\",\"more\":1}",
                "ended   | {\"phase\":\"DONE\",\"summary\":\"\",\"summary\":\"\"}",
                "ended   | {\"phase\":\"NEVER\",\"summary\":\"\"}",
                "ended   | {\"phase\":10,\"summary\":\"\"}",
                "ended   | {\"phase\":\"DONE\",\"summ",
                "ended   | {\"phase\":\"DONE\",\"summary\":\"\"} {}",
                "ended   | null",
                "ended   | ``",
                "noted   | {\"phase\":\"DONE\",\"summary\":\"well\"}",
                "said    | {\"step\":\"EXEC\",\"lines\":[null]}",
                "so-what | {}"
            })
    void what_is_not_wholly_right_is_refused(String type, String body) {
        assertThatThrownBy(() -> json.read(type, body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(type);
    }

    @Test
    void no_value_of_a_damaged_body_is_told() {
        assertThatThrownBy(() -> json.read("noted", "{\"key\":{\"PASSWORD=hunter2\":hunter3}}"))
                .hasNoCause()
                .hasMessageContaining("noted")
                .hasMessageNotContaining("hunter");
    }
}
