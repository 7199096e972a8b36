package dev.lull.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is installed as {@code /etc/lull/lull.yml}. */
class ShippedFileTest {
    private static final Pattern OFF = Pattern.compile("(?m)^#(?!#)");

    private static String shipped() throws IOException {
        return Files.readString(TestBed.root().resolve("src/etc/lull.yml"));
    }

    @Test
    void it_is_valid_and_sets_nothing() throws IOException {
        Reading reading = Reading.of(shipped());

        assertThat(reading.mistakes()).isEmpty();
        assertThat(reading.values().names()).isEmpty();
    }

    @Test
    void with_each_key_put_on_it_sets_every_key_there_is_to_its_default() throws IOException {
        Reading reading = Reading.of(OFF.matcher(shipped()).replaceAll(""));

        assertThat(reading.mistakes()).isEmpty();
        assertThat(reading.values().names()).isEqualTo(Keys.ALL.stream().map(Key::name).toList());
        for (Key<?> key : Keys.ALL) {
            assertDefault(reading.values(), key);
        }
    }

    private static <T> void assertDefault(Values values, Key<T> key) {
        assertThat(values.find(key)).as(key.name()).hasValue(key.otherwise());
    }

    @Test
    void each_key_is_explained_right_above_it() throws IOException {
        List<String> above = new ArrayList<>();
        List<String> explained = new ArrayList<>();
        for (String line : shipped().lines().toList()) {
            if (line.startsWith("##")) {
                above.add(line.substring(2).strip());
            } else if (line.isBlank()) {
                above.clear();
            } else if (!line.endsWith(":")) {
                explained.add(String.join(" ", above));
                above.clear();
            }
        }

        assertThat(explained).isEqualTo(Keys.ALL.stream().map(ShippedFileTest::told).toList());
    }

    private static String told(Key<?> key) {
        List<String> winners = new ArrayList<>(List.of(key.option(), key.variable()));
        winners.removeAll(Collections.singleton(""));
        return key.explanation()
                + " Write "
                + key.words()
                + "."
                + switch (winners.size()) {
                    case 0 -> "";
                    case 1 -> " " + winners.getFirst() + " wins over it.";
                    default -> " " + String.join(" and ", winners) + " win over it.";
                }
                + switch (key.needs()) {
                    case RELOAD -> " A reload is enough.";
                    case RESTART -> "";
                };
    }
}
