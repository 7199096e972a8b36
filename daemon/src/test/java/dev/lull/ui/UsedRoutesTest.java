package dev.lull.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.api.DaemonFixture;
import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The web pages use the public API and nothing else. */
class UsedRoutesTest {
    private static final Map<String, String> METHODS =
            Map.of(
                    "get",
                    "GET",
                    "useLoad",
                    "GET",
                    "useParts",
                    "GET",
                    "post",
                    "POST",
                    "read",
                    "POST",
                    "remove",
                    "DELETE");
    private static final Pattern CALL =
            Pattern.compile(
                    "\\b(get|useLoad|useParts|post|read|remove)\\(\\s*(?:at)?([`'])(/[^`']*)\\2");
    private static final Pattern ADDRESS = Pattern.compile("`\\$\\{API}(/[^`]*)`");
    private static final String ANY = "*";

    private static Set<String> used() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files =
                Files.list(TestBed.root().resolve("web/src/main/resources/lull-web"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".js")).toList()) {
                if (!file.getFileName().toString().startsWith("vendor-")) {
                    used.addAll(used(Files.readString(file)));
                }
            }
        }
        return used;
    }

    private static Set<String> used(String code) {
        Set<String> used = new TreeSet<>();
        Matcher call = CALL.matcher(code);
        while (call.find()) {
            used.add(METHODS.get(call.group(1)) + " " + path(call.group(3)));
        }
        Matcher address = ADDRESS.matcher(code);
        while (address.find()) {
            used.add("GET " + path(address.group(1)));
        }
        return used;
    }

    private static String path(String written) {
        return "/api/v1" + written.replaceFirst("\\?.*", "").replaceAll("\\$\\{[^}]*}", ANY);
    }

    private static boolean fits(String used, String route) {
        String[] parts = used.split("/", -1);
        String[] known = route.split("/", -1);
        if (parts.length != known.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].equals(known[i]) && !parts[i].equals(ANY)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void every_route_that_they_use_is_in_the_document() throws IOException {
        Set<String> used = used();
        Set<String> served;
        try (DaemonFixture daemon = new DaemonFixture()) {
            served = daemon.routes().keySet();
        }
        assertThat(used)
                .hasSizeGreaterThan(12)
                .contains(
                        "POST /api/v1/windows",
                        "GET /api/v1/windows/*/events",
                        "POST /api/v1/schedules/*/approve",
                        "DELETE /api/v1/schedules/*")
                .allSatisfy(u -> assertThat(served).as(u).anyMatch(route -> fits(u, route)));
    }

    /** No page is made of text that somebody else wrote, and none asks anybody else. */
    @Test
    void nothing_of_them_makes_markup_of_text_or_names_another_host() throws IOException {
        try (Stream<Path> files =
                Files.list(TestBed.root().resolve("web/src/main/resources/lull-web"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("vendor-")) {
                    continue;
                }
                assertThat(Files.readString(file))
                        .as(name)
                        .doesNotContain(
                                "innerHTML",
                                "outerHTML",
                                "insertAdjacentHTML",
                                "dangerouslySetInnerHTML",
                                "document.write",
                                "eval(",
                                "new Function")
                        .doesNotContainPattern("(?:src|href)=[\"']?https?://");
            }
        }
    }
}
