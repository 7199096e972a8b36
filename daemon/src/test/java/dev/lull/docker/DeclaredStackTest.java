package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.stack.Declared;
import dev.lull.stack.Problem;
import dev.lull.stack.StackSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclaredStackTest {
    private static final ComposeProject SHOP =
            new ComposeProject(
                    "shop",
                    Path.of("/nonexistent"),
                    List.of(Path.of("/nonexistent/compose.yaml")),
                    List.of());

    @Test
    void a_key_without_a_value_is_reported_and_breaks_nothing() throws Exception {
        Declared declared =
                DeclaredStack.read(
                        SHOP,
                        new ObjectMapper()
                                .readTree(
                                        """
                                        {"services": {}, "x-lull": {"page": null, "wach": null,
                                         "watch": "5s"}}
                                        """),
                        Map.of(),
                        Set.of("app"));

        List<Problem> problems = new ArrayList<>();
        StackSettings.read("shop", declared.settings(), problems);
        assertThat(problems.stream().map(Problem::toString))
                .hasSize(2)
                .anySatisfy(p -> assertThat(p).contains("x-lull.wach", "Did you mean watch?"))
                .anySatisfy(p -> assertThat(p).contains("x-lull.page", "is not a mapping"));
    }
}
