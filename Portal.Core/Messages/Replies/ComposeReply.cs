using Portal.Core.Mime;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Replies;

/// <summary>Writes the mail (RFC 5322) while it is sealed: no byte of it reaches the disk in clear.</summary>
public sealed class ComposeReply(SealMessage seal, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>Composes and seals what a person sends.</summary>
    /// <returns>The writer's copy, durable under its name; its bytes are the caller's to delete where it is not sent after all.</returns>
    /// <exception cref="ArgumentException">An address is none; a name, the subject or a file name holds CR, LF or NUL.</exception>
    public Task<SealedMessage> ComposeAsync(Reply reply, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return ComposeAsync(DraftOf(reply), reply.Tenant, cancellationToken);
    }

    /// <summary>The same for what the portal itself lays into a mailbox.</summary>
    public async Task<SealedMessage> ComposeAsync(MailDraft draft, string tenant, CancellationToken cancellationToken)
    {
        await using var sealer = seal.Begin();
        await new MailComposer(time, MailHost.Of(tenants[tenant])).ComposeAsync(draft, sealer.Destination, cancellationToken);
        return await sealer.FinishAsync([], cancellationToken);
    }

    private static MailDraft DraftOf(Reply reply) => new()
    {
        From = reply.From,
        To = reply.To,
        Cc = reply.Cc,
        Subject = reply.Subject,
        Text = reply.Text,
        Html = reply.Html,
        Extra = new ReplyThread(reply.InReplyTo, reply.References).Fields,
        Files = [.. reply.Files.Select(file => new MailFile(file.Name, file.MediaType, file.Open))],
    };
}
