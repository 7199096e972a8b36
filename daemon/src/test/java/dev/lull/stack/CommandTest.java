package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    private static List<String> words(String line) {
        return Command.parse(line).argv();
    }

    @Test
    void blanks_separate_however_many() {
        assertThat(words("  guestbook \t migrate\n")).containsExactly("guestbook", "migrate");
    }

    @Test
    void single_quotes_keep_everything() {
        assertThat(words("sh -c 'echo \"a  b\" \\n $HOME'"))
                .containsExactly("sh", "-c", "echo \"a  b\" \\n $HOME");
    }

    @Test
    void double_quotes_keep_all_but_what_a_backslash_quotes_in_a_shell() {
        assertThat(words("\"a \\\" \\\\ \\$ \\` \\n 'b'\"")).containsExactly("a \" \\ $ ` \\n 'b'");
    }

    @Test
    void a_backslash_quotes_the_next_character() {
        assertThat(words("a\\ b \\'c\\'")).containsExactly("a b", "'c'");
    }

    @Test
    void quoted_and_plain_parts_without_a_blank_between_are_one_word() {
        assertThat(words("--name='a b'\"c d\"e")).containsExactly("--name=a bc de");
    }

    @Test
    void empty_quotes_are_an_empty_word() {
        assertThat(words("set x ''")).containsExactly("set", "x", "");
    }

    @Test
    void nothing_is_expanded() {
        assertThat(words("echo $HOME * ~ `id`")).containsExactly("echo", "$HOME", "*", "~", "`id`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t\n"})
    void a_blank_line_is_no_command(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> Command.parse(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh -c 'a", "echo \"a", "'", "a\"b 'c'"})
    void an_open_quote_is_refused_without_the_line(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Command.parse(line))
                .withMessage("has a quote that is not closed");
    }

    @Test
    void whatever_is_quoted_comes_out_as_it_was() {
        Random random = new Random(7);
        String alphabet = "ab \t\n'\"\\$`é€*";
        for (int i = 0; i < 2000; i++) {
            List<String> argv = new ArrayList<>();
            for (int n = random.nextInt(1, 5); n > 0; n--) {
                StringBuilder word = new StringBuilder();
                for (int c = random.nextInt(8); c > 0; c--) {
                    word.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                argv.add(word.toString());
            }
            assertThat(words(String.join(" ", argv.stream().map(CommandTest::single).toList())))
                    .isEqualTo(argv);
            assertThat(words(String.join("  ", argv.stream().map(CommandTest::twofold).toList())))
                    .isEqualTo(argv);
        }
    }

    private static String single(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static String twofold(String word) {
        return "\"" + word.replaceAll("[\"\\\\$`]", "\\\\$0") + "\"";
    }

    @Test
    void it_is_printed_as_its_words() {
        assertThat(Command.parse("nginx  -s reload")).hasToString("nginx -s reload");
    }
}
