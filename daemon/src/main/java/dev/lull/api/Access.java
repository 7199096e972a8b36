package dev.lull.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/**
 * Who may do what. On the unix socket: everything, for who may open it is the file's mode. On TCP:
 * look, and nothing else, until tokens are there.
 */
final class Access {
    /** A page elsewhere whose name was made to point here (DNS rebinding) says its own name. */
    private static final Pattern LOCAL =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");

    private Access() {}

    static void check(Context context) {
        if (isLocalSocket(context)) {
            return;
        }
        String host = context.header("Host");
        if (host == null || !LOCAL.matcher(host).matches()) {
            throw new ApiProblem(
                    403,
                    "bad-host",
                    "Not for this name",
                    "this address answers only to localhost, 127.0.0.1 and [::1]");
        }
        if (!context.method().equals(HandlerType.GET)) {
            throw new ApiProblem(
                    403,
                    "read-only",
                    "Only looking is allowed here",
                    "the TCP address only shows things; use the 'lull' command on the host, which"
                            + " speaks over the unix socket");
        }
    }

    /** Who calls: the user at the other end of the unix socket. */
    static String caller(Context context) {
        ConnectionMetaData connection = connection(context);
        return connection.getConnector() instanceof UnixDomainServerConnector
                ? UnixSocket.peer(connection.getConnection().getEndPoint().getTransport())
                : "local";
    }

    private static boolean isLocalSocket(Context context) {
        return connection(context).getConnector() instanceof UnixDomainServerConnector;
    }

    private static ConnectionMetaData connection(Context context) {
        return ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData();
    }
}
