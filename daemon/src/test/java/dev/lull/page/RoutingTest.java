package dev.lull.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingTest {
    @Test
    void traefik_routers_and_services_get_names_of_their_own_and_the_highest_priority() {
        assertThat(
                        Routing.labels(
                                Map.of(
                                        "traefik.enable", "true",
                                        "traefik.http.routers.gb.rule", "Host(`gb.example`)",
                                        "traefik.http.routers.gb.priority", "10",
                                        "traefik.http.routers.gb.service", "gb-svc@docker",
                                        "traefik.http.routers.gb.middlewares", "auth",
                                        "traefik.http.middlewares.auth.basicauth.users", "a:b",
                                        "traefik.http.services.gb-svc.loadbalancer.server.port",
                                                "8000")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "traefik.enable", "true",
                                "traefik.http.routers.lull-gb.rule", "Host(`gb.example`)",
                                "traefik.http.routers.lull-gb.priority", Routing.PRIORITY,
                                "traefik.http.routers.lull-gb.service", "lull-gb-svc",
                                "traefik.http.routers.lull-gb.middlewares", "auth",
                                "traefik.http.middlewares.auth.basicauth.users", "a:b",
                                "traefik.http.services.lull-gb-svc.loadbalancer.server.port",
                                        "8000"));
    }

    @Test
    void a_router_that_sends_to_somebody_else_still_does() {
        assertThat(Routing.labels(Map.of("traefik.http.routers.gb.service", "other@file")))
                .containsEntry("traefik.http.routers.lull-gb.service", "other@file");
    }

    @Test
    void health_checks_that_would_reject_a_503_stay_behind() {
        assertThat(
                        Routing.labels(
                                Map.of(
                                        "traefik.http.services.s.loadbalancer.healthCheck.path",
                                                "/",
                                        "caddy.reverse_proxy.health_uri", "/healthz",
                                        "caddy_1.handle.0_reverse_proxy.health_interval", "5s")))
                .isEmpty();
    }

    @Test
    void tcp_and_udp_routers_stay_behind() {
        assertThat(Routing.labels(Map.of("traefik.tcp.routers.x.rule", "HostSNI(`*`)"))).isEmpty();
    }

    @Test
    void caddy_labels_come_along_and_look_alikes_do_not() {
        assertThat(
                        Routing.labels(
                                Map.of(
                                        "caddy", "gb.example",
                                        "caddy_2", "www.gb.example",
                                        "caddy.reverse_proxy", "{{upstreams 8000}}",
                                        "caddyshack", "no",
                                        "com.docker.compose.service", "app")))
                .containsOnlyKeys("caddy", "caddy_2", "caddy.reverse_proxy");
    }

    @Test
    void nginx_proxy_environment_comes_along_and_nothing_else() {
        assertThat(
                        Routing.environment(
                                List.of(
                                        "PATH=/bin",
                                        "VIRTUAL_PORT=8000",
                                        "VIRTUAL_HOST=gb.example",
                                        "LETSENCRYPT_HOST=gb.example",
                                        "PASSWORD=VIRTUAL_HOST=x")))
                .containsExactly(
                        "LETSENCRYPT_HOST=gb.example",
                        "VIRTUAL_HOST=gb.example",
                        "VIRTUAL_PORT=8000");
    }
}
