package dev.lull.docker;

import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.stack.StacksContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest extends StacksContract {
    private static final StackName SHOP = new StackName("shop");

    private static final String SERVICE = ": {image: \"shop:1\", networks: {default: null}}\n";

    @TempDir private Path folder;
    private final FakeEngine engine = new FakeEngine();
    private final FakeCompose compose = new FakeCompose(engine);

    @BeforeEach
    void up() throws IOException {
        engine.withImage("shop:1", 1);
        up(SHOP, "zebra", "app");
        up(new StackName("blog"), "app");
    }

    private void up(StackName stack, String... services) throws IOException {
        StringBuilder text = new StringBuilder("name: " + stack + "\nservices:\n");
        for (String service : services) {
            text.append("  ").append(service).append(SERVICE);
        }
        text.append("networks: {default: {name: ").append(stack).append("_default}}\n");
        Path file = folder.resolve(stack + ".yaml");
        Files.writeString(file, text);
        compose.up(new ComposeProject(stack.value(), folder, List.of(file), List.of()));
    }

    @Override
    protected Stacks stacks() {
        return new Discovery(engine, compose);
    }

    @Override
    protected StackName known() {
        return SHOP;
    }
}
