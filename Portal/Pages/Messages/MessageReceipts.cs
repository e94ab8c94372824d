using Portal.Core.Messages;
using Portal.Core.Messages.Receipts;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>What the page of a message says of a receipt.</summary>
internal enum ReceiptOffer
{
    /// <summary>Nothing: none is wanted, none is sent here, or the reader did not want it.</summary>
    None,

    /// <summary>One was sent.</summary>
    Sent,

    /// <summary>The reader decides.</summary>
    Ask,
}

/// <summary>Sends the receipt for the message that is on the page, or asks its reader.</summary>
internal sealed class MessageReceipts(SendReceipt receipts, TenantCatalog tenants, CurrentReader reader, TimeProvider time)
{
    /// <summary>The message is being looked at.</summary>
    /// <param name="opened">The message.</param>
    /// <param name="seen">Whether by a person, as far as that shows: a browser may fetch pages ahead.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ReceiptOffer> LookedAtAsync(OpenedMessage opened, bool seen, CancellationToken cancellationToken)
    {
        var policy = tenants[reader.Session!.Tenant].Receipts;
        if (opened.Folder == DeliveryFolder.Sent || opened.Receipt == ReceiptState.Declined || policy == ReceiptPolicy.Off
            || ReceiptRequest.Of(opened) is not { } request)
        {
            return ReceiptOffer.None;
        }

        if (opened.Receipt == ReceiptState.Sent)
        {
            return ReceiptOffer.Sent;
        }

        if (policy == ReceiptPolicy.Ask || !request.MayBeAutomatic)
        {
            return ReceiptOffer.Ask;
        }

        return seen && await receipts.RunAsync(CallOf(opened, byHand: false), cancellationToken) ? ReceiptOffer.Sent : ReceiptOffer.None;
    }

    /// <summary>The reader has decided.</summary>
    public Task AnswerAsync(OpenedMessage opened, bool send, CancellationToken cancellationToken) =>
        tenants[reader.Session!.Tenant].Receipts == ReceiptPolicy.Off ? Task.CompletedTask
        : send ? receipts.RunAsync(CallOf(opened, byHand: true), cancellationToken)
        : receipts.DeclineAsync(opened, cancellationToken);

    private ReceiptCall CallOf(OpenedMessage opened, bool byHand) => new(
        opened, reader.Session!.Tenant, reader.Session.Name, reader.Session.Methods, opened.ReadAt ?? time.GetUtcNow(), byHand);
}
