using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Core.Outbox;
using Portal.Core.Tenants;

namespace Portal.Ingest.Intake;

/// <summary>Brings a sealed message into the mailboxes of the envelope's recipients: one stored copy, one delivery for each.</summary>
internal sealed class DeliverMessage(AddressMail address, SaveMessage save, OutboxSignal signal, TenantCatalog tenants)
{
    public async Task<IReadOnlyList<IntakeOutcome>> DeliverAsync(IncomingMail mail, OpenedMail opened, CancellationToken cancellationToken)
    {
        (IReadOnlyList<IntakeOutcome> Outcomes, IncomingDelivery? Delivery) addressed = default;
        try
        {
            addressed = await AddressAsync(mail, opened, cancellationToken);
        }
        finally
        {
            // Refused, or the database failed: the bytes that are on the disk already go with it.
            if (addressed.Delivery is null)
            {
                save.Withdraw(opened.Message);
            }
        }

        if (addressed.Delivery is { } delivery)
        {
            await save.SaveAsync(delivery, cancellationToken);
            signal.Wake();
        }

        return addressed.Outcomes;
    }

    private async Task<(IReadOnlyList<IntakeOutcome> Outcomes, IncomingDelivery? Delivery)> AddressAsync(
        IncomingMail mail, OpenedMail opened, CancellationToken cancellationToken)
    {
        var tenant = tenants[opened.Gateway.Tenant];
        if (Senders(opened.Message.Outline) is not [var sender, ..] senders)
        {
            return (Replies.ForAll(mail, Replies.NoSender), null);
        }

        if (PortalAddress.Is(tenant, sender.Address))
        {
            return (Replies.ForAll(mail, Replies.Loop), null);
        }

        if (!senders.All(s => MaySend(tenant, s.Address)))
        {
            return (Replies.ForAll(mail, Replies.ForeignSender), null);
        }

        var (outcomes, mailboxes) = await address.AddressAsync(mail, opened, cancellationToken);
        return (outcomes, mailboxes.Count == 0 ? null : new IncomingDelivery
        {
            Tenant = opened.Gateway.Tenant,
            Gateway = opened.Gateway.Name,
            Message = opened.Message,
            ContentDigest = opened.ContentDigest,
            SenderName = sender.Name,
            SenderAddress = sender.Address,
            Automatic = mail.ReversePath.Length == 0,
            Recipients = mailboxes,
        });
    }

    // The sender is who the signed message says it is from, not who the envelope says (threat C5). It may name several (RFC 5322
    // §3.6.2), who are shown all: each must be an address, and the first stands for them.
    private static List<MailAddress> Senders(Outline outline)
    {
        var from = outline.Headers.Where(h => h.Is("From")).ToList();
        var senders = new List<MailAddress>();
        foreach (var named in from.Count == 1 ? AddressList.Parse(from[0].Value) : [])
        {
            if (!AddressList.TryParseAddrSpec(named.Address, out var address))
            {
                return [];
            }

            senders.Add(named with { Address = address });
        }

        return senders;
    }

    private static bool MaySend(TenantOptions tenant, string address) => tenant.SenderDomains.Count == 0
        || tenant.SenderDomains.Contains(address[(address.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase);
}
