package dev.lull.api;

import dev.lull.access.NameTakenException;
import dev.lull.access.Token;
import dev.lull.access.Tokens;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /tokens}: who may come in from elsewhere. */
final class TokenRoutes {
    private static final String PATH = Routes.V1 + "/tokens";

    private final Tokens tokens;
    private final Json json;

    TokenRoutes(Tokens tokens, Json json) {
        this.tokens = tokens;
        this.json = json;
    }

    record TokenList(List<TokenView> tokens) {}

    record TokenView(
            long id,
            String name,
            String role,
            Instant createdAt,
            String createdBy,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {
        static TokenView of(Token token) {
            return new TokenView(
                    token.id(),
                    token.name(),
                    token.role().word(),
                    token.createdAt(),
                    token.createdBy(),
                    token.expiresAt().orElse(null),
                    token.revokedAt().orElse(null),
                    token.lastUsedAt().orElse(null));
        }
    }

    /**
     * A token that was just made.
     *
     * @param token its secret, shown this once
     */
    record CreatedView(
            String token,
            long id,
            String name,
            String role,
            Instant createdAt,
            String createdBy,
            @Nullable Instant expiresAt) {}

    void add(Routes routes) {
        routes.get(PATH, Needs.ADMIN, "Every token there ever was, newest first.")
                .answers(TokenList.class)
                .by(this::all);
        routes.post(PATH, Needs.ADMIN, "Makes a token. Its secret is shown this once.")
                .takes(Bodies.NEW_TOKEN)
                .answers(201, CreatedView.class)
                .by(this::create);
        routes.delete(PATH + "/{id}", Needs.ADMIN, "Revokes a token; its sessions end with it.")
                .by(this::revoke);
    }

    private void all(Context context) {
        Api.json(
                context,
                json.write(new TokenList(tokens.all().stream().map(TokenView::of).toList())));
    }

    private void create(Context context) {
        Requests.NewToken asked = Requests.newToken(json.read(context.body()));
        Tokens.Created created = make(asked, Doorkeeper.caller(context).who());
        Token token = created.token();
        context.status(201);
        Api.json(
                context,
                json.write(
                        new CreatedView(
                                created.secret(),
                                token.id(),
                                token.name(),
                                token.role().word(),
                                token.createdAt(),
                                token.createdBy(),
                                token.expiresAt().orElse(null))));
    }

    private Tokens.Created make(Requests.NewToken asked, String by) {
        try {
            return tokens.create(asked.name(), asked.role(), by, asked.expires());
        } catch (IllegalArgumentException e) {
            throw ApiProblem.invalid(List.of(String.valueOf(e.getMessage())));
        } catch (NameTakenException e) {
            throw new ApiProblem(
                    409, "conflict", "Something is in the way", String.valueOf(e.getMessage()));
        }
    }

    private void revoke(Context context) {
        String id = context.pathParam("id");
        if (!id.matches("[1-9]\\d{0,17}") || !tokens.revoke(Long.parseLong(id))) {
            throw ApiProblem.notFound("there is no token " + id + "; see 'lull token list'");
        }
        context.status(204);
    }
}
