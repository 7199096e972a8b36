package dev.lull.api;

import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/** By which way a request came. */
final class Connection {
    private Connection() {}

    /** Whether over the unix socket: who may open it is the file's mode. */
    static boolean isUnixSocket(Context context) {
        return of(context).getConnector() instanceof UnixDomainServerConnector;
    }

    /** The user at the other end of the unix socket, as the kernel knows it. */
    static String peer(Context context) {
        return UnixSocket.peer(of(context).getConnection().getEndPoint().getTransport());
    }

    private static ConnectionMetaData of(Context context) {
        return ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData();
    }
}
