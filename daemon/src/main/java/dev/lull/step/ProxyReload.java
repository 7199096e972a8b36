package dev.lull.step;

import dev.lull.docker.Inspect;
import dev.lull.page.Proxies;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.window.StepContext;
import java.util.List;
import java.util.Optional;

/** Reloads every proxy of the stack that runs. */
final class ProxyReload {
    private final Proxies proxies;

    ProxyReload(Proxies proxies) {
        this.proxies = proxies;
    }

    /** What went wrong, or empty. */
    Optional<String> reload(Scene scene, StepContext context) throws InterruptedException {
        for (Service service : scene.with(Role.PROXY)) {
            List<Inspect> running =
                    scene.replicas(service.name()).stream().filter(Inspect::isRunning).toList();
            Optional<String> failure =
                    proxies.reloadAll(running, scene.settings(service), context::say);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }
}
