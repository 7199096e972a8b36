package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real browser without a window: Chromium. It asks nobody but who it is sent to. */
public final class Browser implements AutoCloseable {
    private static final int WIDE = 1280;
    private static final int PHONE = 360;
    private static final int HEIGHT = 900;

    private final Path profile = Folders.make("browser");
    private final ChromeDriver driver;

    public Browser() {
        // Nothing is to be downloaded: both are installed.
        System.setProperty("webdriver.chrome.driver", "/usr/bin/chromedriver");
        ChromeOptions options =
                new ChromeOptions()
                        .setBinary("/usr/bin/chromium")
                        .addArguments(
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--disable-quic",
                                "--no-first-run",
                                "--user-data-dir=" + profile);
        driver = new ChromeDriver(ChromeDriverService.createDefaultService(), options);
        wide();
    }

    public void go(String address) {
        driver.get(address);
    }

    public String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** As on a desk. */
    public void wide() {
        size(WIDE);
    }

    /** As on a small phone. */
    public void phone() {
        size(PHONE);
    }

    private void size(int width) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
    }

    /**
     * What the person prefers.
     *
     * @param scheme {@code light} or {@code dark}
     */
    public void prefers(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** The whole page as a picture. */
    public void shoot(Path png) {
        try {
            Files.createDirectories(png.getParent());
            Files.write(png, Base64.getDecoder().decode(picture()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String picture() {
        Map<?, ?> size = (Map<?, ?>) command("Page.getLayoutMetrics").get("cssContentSize");
        Map<String, Object> clip =
                Map.of(
                        "x", 0,
                        "y", 0,
                        "width", number(size, "width"),
                        "height", number(size, "height"),
                        "scale", 1);
        return String.valueOf(
                driver.executeCdpCommand(
                                "Page.captureScreenshot",
                                Map.of("captureBeyondViewport", true, "clip", clip))
                        .get("data"));
    }

    private Map<String, Object> command(String name) {
        return driver.executeCdpCommand(name, Map.of());
    }

    private static Object number(@Nullable Map<?, ?> size, String name) {
        Object number = size == null ? null : size.get(name);
        return number == null ? HEIGHT : number;
    }

    /** Runs a script; its last value comes back. */
    public Object run(String script, Object... arguments) {
        Object value = driver.executeScript(script, arguments);
        return value == null ? "" : value;
    }

    /** Runs a script that calls its last argument when it is done. */
    public Object runAsync(String script) {
        Object value = driver.executeAsyncScript(script);
        return value == null ? "" : value;
    }

    /** The text of the page, as it is seen. */
    public String text() {
        try {
            return String.valueOf(driver.executeScript("return document.body.innerText"));
        } catch (JavascriptException e) {
            return "";
        }
    }

    /** Waits until the page says this. */
    public void awaitText(String text) {
        await("says '" + text + "'", shown -> shown.contains(text));
    }

    public void await(String what, Predicate<String> so) {
        Wait.until(() -> "the page " + what + "; it says:\n" + text(), () -> so.test(text()));
    }

    /** Whether something of this kind is there now. */
    public boolean has(String css) {
        return !driver.findElements(By.cssSelector(css)).isEmpty();
    }

    public void awaitPart(String css) {
        Wait.until(() -> "there is " + css + " in:\n" + text(), () -> has(css));
    }

    /** Clicks it as soon as it can be clicked. */
    public void click(String css) {
        act(css, WebElement::click);
    }

    /** Writes into a field, in place of what is in it. */
    public void write(String css, String text) {
        act(
                css,
                field -> {
                    field.clear();
                    field.sendKeys(text);
                });
    }

    /** Chooses from a list. */
    public void choose(String css, String value) {
        act(
                css,
                list ->
                        run(
                                "arguments[0].value = arguments[1];"
                                        + " arguments[0].dispatchEvent(new Event('change',"
                                        + " {bubbles: true}))",
                                list,
                                value));
        Wait.until(
                () -> value + " is chosen: " + css,
                () -> value.equals(run("return document.querySelector(arguments[0]).value", css)));
    }

    /** The text of a part. */
    public String text(String css) {
        return driver.findElement(By.cssSelector(css)).getText();
    }

    private interface Deed {
        void on(WebElement element);
    }

    private void act(String css, Deed deed) {
        Wait.until(
                () -> "it can be used: " + css + " in:\n" + text(),
                () -> {
                    try {
                        WebElement element = driver.findElement(By.cssSelector(css));
                        if (!element.isDisplayed() || !element.isEnabled()) {
                            return false;
                        }
                        deed.on(element);
                        return true;
                    } catch (NoSuchElementException
                            | StaleElementReferenceException
                            | ElementNotInteractableException e) {
                        return false;
                    }
                });
    }

    @Override
    public void close() {
        driver.quit();
        Folders.delete(profile);
    }
}
