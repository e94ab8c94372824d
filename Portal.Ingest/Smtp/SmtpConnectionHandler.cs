using Microsoft.AspNetCore.Connections;

namespace Portal.Ingest.Smtp;

/// <summary>The SMTP door of a Kestrel endpoint.</summary>
internal sealed class SmtpConnectionHandler(MailDoor door) : ConnectionHandler
{
    public override Task OnConnectedAsync(ConnectionContext connection) => door.ServeAsync(connection, Door.Smtp);
}
