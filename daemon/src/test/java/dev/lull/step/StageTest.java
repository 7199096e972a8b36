package dev.lull.step;

import dev.lull.window.StepContext;
import dev.lull.window.StepContextContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class StageTest extends StepContextContract {
    @TempDir private Path folder;

    @Override
    protected StepContext context() throws IOException {
        Stage stage =
                new Stage(
                        folder,
                        """
                        name: shop
                        services:
                          app:
                            image: shop:1
                            expose: ["80"]
                            networks: {default: null}
                            labels: {lull.role: app}
                        networks:
                          default: {name: shop_default}
                        """);
        stage.reason = "to v2";
        return stage;
    }
}
