package dev.lull.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.access.AccessRole;
import dev.lull.api.DaemonFixture;
import dev.lull.testbed.Browser;
import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** What tests of the pages share: a daemon on the fakes, and a browser that looks at it. */
@Timeout(120)
abstract class OnPages {
    private static @Nullable Browser opened;

    final DaemonFixture daemon = new DaemonFixture();
    final String origin = "http://127.0.0.1:" + daemon.port() + "/";
    private final Gallery gallery = new Gallery(origin);

    @BeforeAll
    static void open() {
        TestBed.requiredBrowser();
        opened = new Browser();
    }

    @AfterAll
    static void close() {
        Browser browser = opened;
        if (browser != null) {
            browser.close();
        }
    }

    /** The page first: what it follows ends with the daemon. */
    @AfterEach
    void leave() throws IOException {
        browser().go("about:blank");
        daemon.close();
    }

    static Browser browser() {
        return Objects.requireNonNull(opened);
    }

    void visit(String place, AccessRole role) {
        browser().go(origin + place);
        signIn(role);
    }

    void signIn(AccessRole role) {
        String name = "ann-" + daemon.tokens().all().size();
        String secret = daemon.tokens().create(name, role, "ada", Optional.empty()).secret();
        browser().write("input[name=token]", secret);
        browser().click("button[type=submit]");
        browser().awaitPart("[data-action=sign-out]");
    }

    /** In pictures, and with nothing wrong. */
    void look(String page) {
        gallery.look(browser(), "state-" + page);
        assertThat(gallery.findings()).isEmpty();
    }

    /** The text of each of these, in order. */
    static List<String> texts(String css) {
        Object texts =
                browser()
                        .run(
                                "return Array.from(document.querySelectorAll(arguments[0]),"
                                        + " e => e.textContent)",
                                css);
        return ((List<?>) texts).stream().map(String::valueOf).toList();
    }

    static String text(String css) {
        return String.join("\n", texts(css));
    }
}
