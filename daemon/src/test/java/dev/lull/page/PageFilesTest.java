package dev.lull.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PageFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @Test
    void listens_on_each_port_and_on_ipv6_where_there_is_some() {
        String with = rendered(content("Hello", "", ""), true).get("lull/nginx.conf");
        assertThat(with)
                .contains("listen 80;", "listen [::]:80;", "listen 8000;", "listen [::]:8000;");
        String without = rendered(content("Hello", "", ""), false).get("lull/nginx.conf");
        assertThat(without).contains("listen 80;", "listen 8000;").doesNotContain("[::]");
    }

    @Test
    void tells_when_to_come_again_between_five_seconds_and_an_hour() {
        assertThat(retryAfter(NOW.plusSeconds(90))).isEqualTo(90);
        assertThat(retryAfter(NOW.minusSeconds(90))).isEqualTo(5);
        assertThat(retryAfter(NOW.plusSeconds(90_000))).isEqualTo(3600);
    }

    @Test
    void nothing_that_a_person_typed_gets_into_the_configuration() {
        PageContent evil = content("\"; return 200; #", "}$uri{{window}}", "x;y@z.example");
        assertThat(rendered(evil, true).get("lull/nginx.conf"))
                .isEqualTo(rendered(content("Hello", "", ""), true).get("lull/nginx.conf"));
    }

    @Test
    void html_shows_markup_as_text() {
        String html =
                rendered(content("<b>\"A\" & 'B'", "<script>x</script>\n{{title}}", ""), true)
                        .get("lull/index.html");
        assertThat(html)
                .contains("<h1>&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;</h1>")
                .contains("&lt;script&gt;x&lt;/script&gt;\n{{title}}")
                .doesNotContain("<script");
    }

    @Test
    void html_loads_nothing_from_elsewhere() {
        String html = rendered(content("Hello", "", ""), true).get("lull/index.html");
        assertThat(html).doesNotContain("http:", "https:", "url(", "src=", "@import");
        assertThat(html).contains("content=\"noindex\"", "prefers-color-scheme: dark");
    }

    @Test
    void html_names_the_expected_return_and_says_when_it_has_passed() {
        PageContent content = content("Hello", "", "");
        assertThat(rendered(content, true).get("lull/index.html"))
                .contains("<dt>Expected back</dt>")
                .contains(
                        "<time datetime=\"2026-11-21T08:10:00Z\">"
                                + "08:10 UTC, Saturday 21 November 2026</time>");
        String late =
                text(PageFiles.render(content, Set.of(80), NOW.plusSeconds(601), true))
                        .get("lull/index.html");
        assertThat(late).contains("<dt>Was expected back</dt>");
    }

    @Test
    void a_contact_is_a_link_when_it_can_be_one() {
        assertThat(contact("help@example.org")).contains("<a href=\"mailto:help@example.org\">");
        assertThat(contact("https://status.example.org/?a=1&b=2"))
                .contains("<a href=\"https://status.example.org/?a=1&amp;b=2\"");
        assertThat(contact("ask at the desk")).contains("<dd>ask at the desk</dd>");
        assertThat(contact("javascript:alert(1)")).doesNotContain("href=\"javascript");
        assertThat(contact("")).doesNotContain("Questions");
    }

    @Test
    void json_tells_the_same() throws IOException {
        JsonNode json =
                json(PageFiles.render(content("A \"b\"", "c\nd", ""), Set.of(80), NOW, true));
        assertThat(json.path("status").asText()).isEqualTo("maintenance");
        assertThat(json.path("title").asText()).isEqualTo("A \"b\"");
        assertThat(json.path("message").asText()).isEqualTo("c\nd");
        assertThat(json.path("expected_return").asText()).isEqualTo("2026-11-21T08:10:00Z");
        assertThat(json.path("retry_after").asInt()).isEqualTo(600);
    }

    @Test
    void a_window_id_that_does_not_fit_a_header_is_refused() {
        assertThatThrownBy(() -> new PageContent("A", "", "", NOW, "w\"; x", "gb"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PageContent content(String title, String message, String contact) {
        return new PageContent(title, message, contact, NOW.plusSeconds(600), "w-1", "gb");
    }

    private static Map<String, String> rendered(PageContent content, boolean ipv6) {
        return text(PageFiles.render(content, Set.of(80, 8000), NOW, ipv6));
    }

    private static Map<String, String> text(Map<String, byte[]> files) {
        return files.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                e -> new String(e.getValue(), StandardCharsets.UTF_8)));
    }

    private static String contact(String contact) {
        String html = rendered(content("Hello", "", contact), true).get("lull/index.html");
        return html == null ? "" : html;
    }

    private static int retryAfter(Instant expected) {
        try {
            PageContent content = new PageContent("Hello", "", "", expected, "w-1", "gb");
            Map<String, byte[]> files = PageFiles.render(content, Set.of(80), NOW, true);
            int retryAfter = json(files).path("retry_after").asInt();
            assertThat(text(files).get("lull/nginx.conf"))
                    .contains("Retry-After \"" + retryAfter + "\"");
            return retryAfter;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Map<String, byte[]> files) throws IOException {
        return new ObjectMapper().readTree(files.get("lull/index.json"));
    }
}
