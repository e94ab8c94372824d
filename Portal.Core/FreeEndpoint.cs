using System.Net;
using System.Net.Sockets;

namespace Portal.Core;

/// <summary>Finds out whether a door could open, before everything else is started and has to be stopped again.</summary>
public static class FreeEndpoint
{
    /// <summary>Does nothing where nobody listens there.</summary>
    /// <param name="endpoint">The address.</param>
    /// <param name="setting">The setting that named it.</param>
    /// <exception cref="EndpointInUseException">It cannot be listened on.</exception>
    public static void Check(IPEndPoint endpoint, string setting)
    {
        try
        {
            using var listener = new TcpListener(endpoint);
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new EndpointInUseException($"{setting} is '{endpoint}', where the portal cannot listen: {error.Message}.", error);
        }
    }
}

/// <summary>A door cannot open. The text names setting and address.</summary>
public sealed class EndpointInUseException(string message, Exception inner) : StartException(message, inner);
