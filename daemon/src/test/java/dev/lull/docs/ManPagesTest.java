package dev.lull.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.cli.CommandLines;
import dev.lull.config.Key;
import dev.lull.config.Keys;
import dev.lull.testbed.Sh;
import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The man pages are made of what there is, as the packages make them: from the source. */
@Timeout(120)
class ManPagesTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void there_is_a_page_of_the_command_one_of_the_keys_and_one_of_the_labels() throws IOException {
        Sh.run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TestBed.root().resolve("src/man/ManPages.java").toString(),
                TestBed.root().toString(),
                "1.2.3",
                "2027-03-01",
                folder.toString());

        String command = page("lull.1");
        assertThat(command).startsWith(".TH LULL 1 2027-03-01 \"Lull 1.2.3\" Lull\n");
        assertThat(CommandLines.verbs())
                .isNotEmpty()
                .allSatisfy(verb -> assertThat(command).contains(".SS \"lull " + verb + "\"\n"));
        assertThat(command).contains("LULL_STATE", "/etc/lull/lull.yml");

        String configuration = page("lull.yml.5");
        assertThat(configuration).startsWith(".TH LULL.YML 5 ");
        assertThat(Keys.ALL)
                .extracting(Key::name)
                .allSatisfy(key -> assertThat(configuration).contains("\\fB" + key + "\\fR"));

        assertThat(page("lull-labels.7"))
                .startsWith(".TH LULL-LABELS 7 ")
                .contains("\\fBlull.role\\fR");
    }

    private String page(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
