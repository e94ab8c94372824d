using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Core.Tenants;

namespace Portal.Ingest.Intake;

/// <summary>Finds the mailboxes of the envelope's recipients, and says for each recipient what becomes of the mail.</summary>
internal sealed partial class AddressMail(EnsureMailbox mailboxes, RecogniseMail known, TenantCatalog tenants, ILogger<AddressMail> logger)
{
    /// <summary>One outcome a recipient in their order, and the mailboxes that the mail still has to be brought into, each once.</summary>
    public async Task<(IReadOnlyList<IntakeOutcome> Outcomes, IReadOnlyList<MailboxAddress> Mailboxes)> AddressAsync(
        IncomingMail mail, OpenedMail opened, CancellationToken cancellationToken)
    {
        var outcomes = new List<IntakeOutcome>(mail.Recipients.Count);
        var addressed = new Dictionary<string, (IntakeOutcome Outcome, MailboxAddress? Mailbox)>(StringComparer.Ordinal);
        foreach (var recipient in mail.Recipients)
        {
            if (!AddressList.TryParseAddrSpec(recipient, out var address))
            {
                outcomes.Add(Replies.BadRecipient);
                continue;
            }

            if (!addressed.TryGetValue(address, out var found))
            {
                addressed[address] = found = await AddressAsync(address, opened, cancellationToken);
            }

            outcomes.Add(found.Outcome);
        }

        if (outcomes.Contains(Replies.SignedLongAgo))
        {
            LogSignedLongAgo();
        }

        return (outcomes, [.. addressed.Values.Select(a => a.Mailbox).OfType<MailboxAddress>()]);
    }

    private async Task<(IntakeOutcome Outcome, MailboxAddress? Mailbox)> AddressAsync(string address, OpenedMail opened, CancellationToken cancellationToken)
    {
        var tenant = opened.Gateway.Tenant;
        if (PortalAddress.Is(tenants[tenant], address))
        {
            return (Replies.Loop, null);
        }

        // In this order: who deletes the mailbox leaves the digests first, so that one of the two is there.
        var mailbox = await mailboxes.FindAsync(tenant, address, cancellationToken);
        if (await known.WasDeletedAsync(tenant, address, opened.ContentDigest, cancellationToken))
        {
            LogDeletedBefore();
            return (Replies.Accepted, null);
        }

        if (!opened.SignedLongAgo)
        {
            return (Replies.Accepted, mailbox ?? await mailboxes.EnsureAsync(tenant, address, cancellationToken));
        }

        return mailbox is not null && await known.IsThereAsync(mailbox.Id, opened.ContentDigest, cancellationToken)
            ? (Replies.Accepted, null)
            : (Replies.SignedLongAgo, null);
    }

    [LoggerMessage(LogLevel.Information, "A mail came again that was deleted for good with its mailbox: nothing of it is kept")]
    private partial void LogDeletedBefore();

    [LoggerMessage(LogLevel.Warning, "A mail was refused: it was signed longer ago than Tunnel:MaxSignatureAge allows")]
    private partial void LogSignedLongAgo();
}
