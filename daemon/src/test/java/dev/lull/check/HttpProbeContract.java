package dev.lull.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.stack.HttpCheck;
import org.junit.jupiter.api.Test;

/** What every probe does. */
abstract class HttpProbeContract {
    abstract HttpProbe probe();

    abstract String address();

    /**
     * Where a server answers 204 to {@code /healthz}, 200 and five bytes to {@code /five}, 404
     * elsewhere, with {@code Lull-Page: 7}.
     */
    abstract int port();

    /** Where nobody listens. */
    abstract int closedPort();

    @Test
    void the_expected_status_is_no_failure() throws Exception {
        assertThat(probe().failure(address(), new HttpCheck("GET", port(), "/healthz", 204)))
                .isEmpty();
        assertThat(probe().failure(address(), new HttpCheck("HEAD", port(), "/none?a=b", 404)))
                .isEmpty();
    }

    @Test
    void another_status_is_told_with_the_check() throws Exception {
        HttpCheck check = new HttpCheck("GET", port(), "/healthz", 200);
        assertThat(probe().failure(address(), check)).contains(check + " was answered with 204");
    }

    @Test
    void nobody_there_is_a_failure_and_no_exception() throws Exception {
        HttpCheck check = new HttpCheck("GET", closedPort(), "/", 200);
        assertThat(probe().failure(address(), check))
                .hasValueSatisfying(f -> assertThat(f).startsWith(check + " was not answered: "));
        assertThat(probe().header(address(), closedPort(), "Lull-Page")).isEmpty();
    }

    @Test
    void a_container_without_an_address_yet_is_nobody() throws Exception {
        HttpCheck check = new HttpCheck("GET", port(), "/", 200);
        assertThat(probe().failure("", check))
                .hasValueSatisfying(f -> assertThat(f).startsWith(check + " was not answered: "));
        assertThat(probe().header("", port(), "Lull-Page")).isEmpty();
    }

    @Test
    void the_length_is_that_of_the_answer_that_is_wanted() throws Exception {
        HttpCheck five = new HttpCheck("HEAD", port(), "/five", 200);
        assertThat(probe().length(address(), five)).hasValue(5);
        assertThat(probe().length(address(), new HttpCheck("HEAD", port(), "/five", 404)))
                .isEmpty();
        assertThat(probe().length(address(), new HttpCheck("HEAD", closedPort(), "/five", 200)))
                .isEmpty();
    }

    @Test
    void a_header_is_read_whatever_the_status() throws Exception {
        assertThat(probe().header(address(), port(), "Lull-Page")).contains("7");
        assertThat(probe().header(address(), port(), "Other")).isEmpty();
    }
}
