package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a page is from. */
final class WebOriginTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost, http, localhost, 80",
        "https://lull.example.org, https, lull.example.org, 443",
        "https://LULL.example.org:7410, https, lull.example.org, 7410",
        "http://[::1]:7410, http, [::1], 7410",
    })
    void it_is_scheme_host_and_port(String text, String scheme, String host, int port) {
        assertThat(WebOrigin.parse(text)).contains(new WebOrigin(scheme, host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "file://",
                "ftp://localhost",
                "http://",
                "http://localhost:",
                "http://localhost:123456",
                "http://localhost/",
                "http://a@localhost",
                "http://a b"
            })
    void what_is_no_page_of_the_web_is_none(String text) {
        assertThat(WebOrigin.parse(text)).isEmpty();
    }

    @Test
    void the_port_that_browsers_leave_out_is_known() {
        assertThat(WebOrigin.of("https", "localhost").orElseThrow().isOnUsualPort()).isTrue();
        assertThat(WebOrigin.of("http", "localhost:443").orElseThrow().isOnUsualPort()).isFalse();
    }
}
