using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Ingest.Intake;

/// <summary>Brings a sealed message into the mailboxes of the envelope's recipients: one stored copy, one delivery for each.</summary>
internal sealed class DeliverMessage(EnsureMailbox mailboxes, SaveMessage save, OutboxSignal signal, TenantCatalog tenants)
{
    /// <summary>What a mail brought with it, once the tunnel was opened.</summary>
    internal sealed record Opened(Gateway Gateway, SealedMessage Message, byte[] ContentDigest);

    public async Task<IReadOnlyList<IntakeOutcome>> DeliverAsync(IncomingMail mail, Opened opened, CancellationToken cancellationToken)
    {
        if (Sender(opened.Message.Outline) is not { } sender)
        {
            save.Withdraw(opened.Message);
            return Replies.ForAll(mail, Replies.NoSender);
        }

        if (!MaySend(tenants[opened.Gateway.Tenant], sender.Address))
        {
            save.Withdraw(opened.Message);
            return Replies.ForAll(mail, Replies.ForeignSender);
        }

        var (outcomes, recipients) = await RecipientsAsync(mail, opened.Gateway.Tenant, cancellationToken);
        if (recipients.Count == 0)
        {
            save.Withdraw(opened.Message);
            return outcomes;
        }

        await save.SaveAsync(
            new IncomingDelivery
            {
                Tenant = opened.Gateway.Tenant,
                Gateway = opened.Gateway.Name,
                Message = opened.Message,
                ContentDigest = opened.ContentDigest,
                SenderName = sender.Name,
                SenderAddress = sender.Address,
                Recipients = recipients,
            },
            cancellationToken);
        signal.Wake();
        return outcomes;
    }

    // The sender is who the signed message says it is from, not who the envelope says (threat C5).
    private static MailAddress? Sender(Outline outline)
    {
        var from = outline.Headers.Where(h => h.Is("From")).ToList();
        return from.Count == 1
            && AddressList.Parse(from[0].Value) is [var sender, ..]
            && AddressList.TryParseAddrSpec(sender.Address, out var address)
                ? sender with { Address = address }
                : null;
    }

    private static bool MaySend(TenantOptions tenant, string address) => tenant.SenderDomains.Count == 0
        || tenant.SenderDomains.Contains(address[(address.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase);

    private async Task<(IReadOnlyList<IntakeOutcome> Outcomes, IReadOnlyList<MailboxAddress> Recipients)> RecipientsAsync(
        IncomingMail mail, string tenant, CancellationToken cancellationToken)
    {
        var outcomes = new List<IntakeOutcome>(mail.Recipients.Count);
        var recipients = new Dictionary<string, MailboxAddress>(StringComparer.Ordinal);
        foreach (var recipient in mail.Recipients)
        {
            if (!AddressList.TryParseAddrSpec(recipient, out var address))
            {
                outcomes.Add(Replies.BadRecipient);
                continue;
            }

            if (!recipients.ContainsKey(address))
            {
                recipients[address] = await mailboxes.EnsureAsync(tenant, address, cancellationToken);
            }

            outcomes.Add(Replies.Accepted);
        }

        return (outcomes, [.. recipients.Values]);
    }
}
