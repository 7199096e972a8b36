package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCheckTest {
    @Test
    void reads_method_port_path_and_status() {
        assertThat(HttpCheck.parse("HEAD :8000/healthz?deep=1 204"))
                .isEqualTo(new HttpCheck("HEAD", 8000, "/healthz?deep=1", 204));
    }

    @Test
    void path_and_status_may_be_left_out() {
        assertThat(HttpCheck.parse(" GET :80 ")).isEqualTo(new HttpCheck("GET", 80, "/", 200));
        assertThat(HttpCheck.parse("GET :80 404")).isEqualTo(new HttpCheck("GET", 80, "/", 404));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET",
                "GET 8000/",
                "get :8000/",
                "GET http://app:8000/",
                "GET :8000healthz",
                "GET :8000/a b 200",
                "GET :8000/ 20",
                "GET :123456/"
            })
    void another_form_is_refused_with_an_example(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpCheck.parse(text))
                .withMessageContaining("GET :8000/healthz 200");
    }

    @ParameterizedTest
    @CsvSource({"GET :0/", "GET :65536/", "GET :99999/"})
    void a_port_that_cannot_be_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpCheck.parse(text))
                .withMessageContaining("port");
    }

    @ParameterizedTest
    @CsvSource({"GET :80/ 000", "GET :80/ 099", "GET :80/ 600"})
    void a_status_that_no_server_can_give_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpCheck.parse(text))
                .withMessageContaining("status");
    }

    @Test
    void a_path_that_is_no_part_of_a_url_is_refused_here_and_not_in_mid_window() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpCheck.parse("GET :80/a|b 200"))
                .withMessageContaining("path");
    }

    @Test
    void it_is_printed_as_it_is_written() {
        assertThat(HttpCheck.parse("GET :8000/healthz 200")).hasToString("GET :8000/healthz 200");
    }
}
