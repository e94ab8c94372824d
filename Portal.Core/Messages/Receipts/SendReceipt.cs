using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Evidence;
using Portal.Core.Messages.Replies;
using Portal.Core.Mime;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Portal.Core.Tunnel;

namespace Portal.Core.Messages.Receipts;

/// <summary>
/// Sends the receipt that a message's sender asked for, once, through the tunnel. Only a page calls it that its owner opened in a session: no scanner of links
/// gets that far.
/// </summary>
public sealed class SendReceipt(
    IDbContextFactory<PortalContext> contexts, FindGatewayTarget gateways, EncryptReply encrypt, BlobFolder blobs, OutboxSealer outbox, OutboxSignal signal,
    TenantCatalog tenants, AppendEvidence evidence, ReadEvidence read, TimeProvider time)
{
    /// <summary>Sends it, unless it was sent or declined before. Of many openings at once, one sends.</summary>
    /// <returns>Whether it was sent now; false also where no gateway can take it: then the next opening tries again.</returns>
    public async Task<bool> RunAsync(ReceiptCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (ReceiptRequest.Of(call.Message) is not { } request)
        {
            return false;
        }

        using var target = await gateways.FindAsync(call.Tenant, call.Message.Gateway, cancellationToken);
        if (target is null)
        {
            return false;
        }

        call = call with { Methods = await OpenedWithAsync(call, cancellationToken) };
        var tenant = tenants[call.Tenant];
        var host = MailHost.Of(tenant);
        var mail = new MailComposer(time, host).Compose(ReceiptText.DraftOf(call, request, tenant, host));
        using var content = new MemoryStream(mail.Bytes.ToArray());
        var encrypted = await encrypt.EncryptAsync(content, target, cancellationToken);
        var sent = false;
        try
        {
            return sent = await WriteAsync(call, request, encrypted, cancellationToken);
        }
        finally
        {
            if (!sent)
            {
                blobs.Delete(encrypted.BlobId);
            }
        }
    }

    /// <summary>Takes down that the reader does not want it sent.</summary>
    public async Task DeclineAsync(OpenedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Deliveries.Where(d => d.Id == message.Id && d.Receipt == ReceiptState.None)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Receipt, ReceiptState.Declined), cancellationToken);
    }

    // The receipt names the first opening: how the reader had signed in then, not now. What came before there were chains has the present one only.
    private async Task<SignInMethods> OpenedWithAsync(ReceiptCall call, CancellationToken cancellationToken)
    {
        var chain = await read.OfAsync(call.Message.MessageId, cancellationToken);
        var opened = chain.Links.FirstOrDefault(l => l.Event.Kind == MessageEventKind.Opened && l.Event.DeliveryId == call.Message.Id);
        return Enum.TryParse<SignInMethods>(opened?.Event.Facts.GetValueOrDefault("signIn"), out var methods) ? methods : call.Methods;
    }

    private async Task<bool> WriteAsync(ReceiptCall call, ReceiptRequest request, EncryptedReply encrypted, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.Deliveries.Where(d => d.Id == call.Message.Id && d.Receipt == ReceiptState.None)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Receipt, ReceiptState.Sent), cancellationToken) == 0)
        {
            return false;
        }

        context.Add(outbox.SealReceipt(
            new ReplyPayload
            {
                To = request.To.Address,
                Size = encrypted.Size,
                ContentType = encrypted.ContentType,
                MailboxId = call.Message.MailboxId,
                DeliveryId = call.Message.Id,
                Writer = "",
                Language = "",
            },
            call.Tenant,
            encrypted.BlobId));
        await context.SaveChangesAsync(cancellationToken);
        await evidence.AddAsync(
            context, call.Message.MessageId,
            [new EvidenceEvent(MessageEventKind.ReceiptSent, call.Message.Id)
            {
                Recipient = call.Message.MailboxAddress,
                Facts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["byHand"] = call.ByHand ? "yes" : "no", ["to"] = request.To.Address },
            }],
            cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        signal.Wake();
        return true;
    }
}
