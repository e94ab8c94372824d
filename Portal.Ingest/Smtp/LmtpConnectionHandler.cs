using Microsoft.AspNetCore.Connections;

namespace Portal.Ingest.Smtp;

/// <summary>The LMTP door of a Kestrel endpoint.</summary>
internal sealed class LmtpConnectionHandler(MailDoor door) : ConnectionHandler
{
    public override Task OnConnectedAsync(ConnectionContext connection) => door.ServeAsync(connection, Door.Lmtp);
}
