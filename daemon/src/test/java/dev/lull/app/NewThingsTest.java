package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.docker.Discovery;
import dev.lull.docker.EngineException;
import dev.lull.plan.Change;
import dev.lull.schedule.Finding;
import dev.lull.schedule.NotNowException;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import dev.lull.step.NewThings;
import dev.lull.window.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of an update before a window is opened for it. */
class NewThingsTest {
    private static final Change UPDATE = new Change.Update(Map.of(), true);
    private static final Change WITHOUT_PULL = new Change.Update(Map.of(), false);

    @TempDir private Path folder;
    private World world;

    @BeforeEach
    void make() {
        world = new World(World.Shape.GUESTBOOK, folder);
        world.compose
                .inRegistry("guestbook:1", 1)
                .inRegistry("guestbook:2", 2)
                .inRegistry("postgres:1", 3)
                .inRegistry("nginx:1", 4)
                .inRegistry("mail:1", 6);
    }

    private Finding look(Change change) {
        return new NewThings(
                        new Discovery(world.engine(), world.compose()),
                        world.engine(),
                        world.compose())
                .look(world.shape.stack, change);
    }

    private List<String> news(Change change) {
        return look(change).news();
    }

    @Test
    void where_all_is_as_it_was_there_is_nothing_and_nothing_is_touched() {
        assertThat(news(UPDATE)).isEmpty();
        assertThat(world.compose.calls()).containsEntry("pull", 4);
        assertThat(world.differencesFromBefore()).isEmpty();
    }

    @Test
    void a_tag_that_names_another_image_is_told_of_each_service() {
        world.compose.inRegistry("guestbook:1", 8);
        assertThat(news(UPDATE))
                .containsExactly(
                        "the tag guestbook:1 of app has a new image",
                        "the tag guestbook:1 of cron has a new image",
                        "the tag guestbook:1 of worker has a new image");
    }

    @Test
    void without_pulling_only_what_is_here_counts() {
        world.compose.inRegistry("guestbook:1", 8);
        assertThat(news(WITHOUT_PULL)).isEmpty();
        assertThat(world.compose.calls()).doesNotContainKey("pull");
        world.engine.tag("mail:1", "before/mail:1");
        world.engine.withImage("mail:1", 9);
        assertThat(news(WITHOUT_PULL)).containsExactly("the tag mail:1 of mail has a new image");
    }

    @Test
    void what_the_files_say_otherwise_is_told() {
        Visit.edit(world, "SECRET: hunter2", "SECRET: hunter3");
        assertThat(news(UPDATE)).containsExactly("the compose files say something else for app");
    }

    @Test
    void the_same_news_has_the_same_fingerprint_and_no_other_has() {
        world.compose.inRegistry("guestbook:1", 8);
        String first = look(UPDATE).fingerprint();
        assertThat(look(UPDATE).fingerprint()).isEqualTo(first);
        world.compose.inRegistry("guestbook:1", 9);
        Finding second = look(UPDATE);
        assertThat(second.news()).contains("the tag guestbook:1 of app has a new image");
        assertThat(second.fingerprint()).isNotEqualTo(first);
        Visit.edit(world, "SECRET: hunter2", "SECRET: hunter3");
        assertThat(look(UPDATE).fingerprint()).isNotEqualTo(second.fingerprint());
    }

    @Test
    void while_docker_does_not_answer_it_is_to_be_asked_again() {
        world.compose.failBefore("pull", 1, new EngineException.Transient("not now"));
        assertThatThrownBy(() -> look(UPDATE))
                .isInstanceOf(NotNowException.class)
                .hasMessage("what is new to stack guestbook can't be told: not now");
    }

    @Test
    void another_image_is_told_by_its_name() {
        Visit.edit(world, "image: guestbook:1 # edited", "image: guestbook:2 # edited");
        assertThat(news(UPDATE))
                .containsExactly("app is to be made from guestbook:2 instead of guestbook:1");
    }

    @Test
    void so_is_one_that_the_update_names() {
        Change update = new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), true);
        assertThat(news(update))
                .containsExactly("app is to be made from guestbook:2 instead of guestbook:1");
        Change same = new Change.Update(Map.of(new ServiceName("app"), "guestbook:1"), true);
        assertThat(news(same)).isEmpty();
    }

    @Test
    void an_image_that_can_not_be_pulled_is_told_with_the_way_out() {
        Visit.edit(world, "image: mail:1", "image: mail:7");
        assertThatThrownBy(() -> news(UPDATE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll(
                        "image mail:7 of guestbook/mail can't be pulled",
                        "pull access denied",
                        "'docker pull mail:7'");
    }

    @Test
    void of_a_stack_that_is_not_there_nothing_is_said() {
        NewThings things =
                new NewThings(
                        new Discovery(world.engine(), world.compose()),
                        world.engine(),
                        world.compose());
        assertThatThrownBy(() -> things.look(new StackName("nowhere"), UPDATE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is no stack nowhere");
    }

    @Test
    void for_anything_else_there_is_always_something_to_do() {
        assertThat(
                        Stream.of(
                                new Change.Migrate(),
                                new Change.Exec(
                                        new ServiceName("app"), new Command(List.of("true"))),
                                new Change.None()))
                .allSatisfy(change -> assertThat(news(change)).hasSize(1));
        assertThat(world.compose.calls()).doesNotContainKey("pull");
    }
}
