using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Retention;
using Portal.Core.Messages.Threads;
using Portal.Core.Storage.Model;
using Portal.Pages.Compose;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>One message. To open it is to read it: the page needs the owner's session, so no mail scanner gets here.</summary>
internal class MessageModel(
    OpenMessage messages, MarkRead mark, ListConversation conversations, FindClosedMailboxes closed, ComposeOffers offers,
    MessageReceipts receipts, ExtendMessage extend, CurrentReader reader) : PageModel
{
    /// <summary>Who locked the message, where nobody can open it; else null, and there is a <see cref="Message"/>.</summary>
    public DeliveryLock? Lock { get; private set; }

    public MessageView Message { get; private set; } = null!;

    /// <summary>What belongs to it.</summary>
    public Conversation Conversation { get; private set; } = Conversation.None;

    public virtual Task<IActionResult> OnGetAsync(Guid id, string? view, CancellationToken cancellationToken) =>
        ShowAsync(id, asText: view == "text", withConversation: true, cancellationToken);

    protected async Task<IActionResult> ShowAsync(Guid id, bool asText, bool withConversation, CancellationToken cancellationToken)
    {
        using var opened = await messages.OpenAsync(reader.Mailboxes, id, cancellationToken);
        if (opened is null)
        {
            return await NotOpenAsync(id, cancellationToken);
        }

        // What is fetched ahead is shown later without a word to us: of an unopened message nothing is given away so, and the browser asks again.
        if (IsAhead && opened.ReadAt is null)
        {
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            Message = await MessageView.OfAsync(opened, asText, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            if (await messages.IsThereAsync(reader.Mailboxes, id, cancellationToken))
            {
                throw;
            }

            return NotFound(); // deleted while it was opened
        }

        if (withConversation)
        {
            Conversation = await conversations.OfAsync(reader.Mailboxes, opened, cancellationToken);
        }

        Message.KeepUntil = await extend.OfferAsync(opened, cancellationToken);
        Message.Actions = await offers.OfAsync(opened, cancellationToken);
        if (IsSeen && !await MarkAsync(opened, cancellationToken))
        {
            return await NotOpenAsync(id, cancellationToken);
        }

        Message.Receipt = await receipts.LookedAtAsync(opened, IsSeen, cancellationToken);
        return Page();
    }

    /// <summary>The reader says whether the sender gets a receipt.</summary>
    public async Task<IActionResult> OnPostReceiptAsync(Guid id, bool send, CancellationToken cancellationToken)
    {
        using var opened = await messages.OpenAsync(reader.Mailboxes, id, cancellationToken);
        if (opened is null)
        {
            return await NotOpenAsync(id, cancellationToken);
        }

        await receipts.AnswerAsync(opened, send, cancellationToken);
        return LocalRedirect($"/messages/{id:N}");
    }

    /// <summary>The reader keeps the message longer.</summary>
    public async Task<IActionResult> OnPostKeepAsync(Guid id, CancellationToken cancellationToken)
    {
        await extend.ExtendAsync(reader.Mailboxes, id, cancellationToken);
        return LocalRedirect($"/messages/{id:N}");
    }

    /// <summary>What of a message nobody can open is shown.</summary>
    protected virtual IActionResult ShowLock(Guid id) => new PageResult { StatusCode = StatusCodes.Status403Forbidden };

    // Its sender may take back or lock what nobody has opened: who was first is decided here, before anything is shown.
    private async Task<bool> MarkAsync(OpenedMessage opened, CancellationToken cancellationToken) =>
        (opened.ReadAt is not null && !opened.Unread)
        || await mark.MarkAsync(reader.Mailboxes, opened.Id, reader.Session!.Methods, cancellationToken)
        || await mark.IsMarkedAsync(reader.Mailboxes, opened.Id, cancellationToken);

    private async Task<IActionResult> NotOpenAsync(Guid id, CancellationToken cancellationToken)
    {
        if ((Lock = await messages.LockOfAsync(reader.Mailboxes, id, cancellationToken)) is not null)
        {
            return HttpMethods.IsPost(Request.Method) ? LocalRedirect($"/messages/{id:N}") : ShowLock(id);
        }

        if (await messages.NeedsSecondFactorAsync(reader.Mailboxes, id, cancellationToken))
        {
            return LocalRedirect($"{SignInSteps.Second}?returnUrl=/messages/{id:N}");
        }

        var open = reader.Session!.Mailboxes.Select(m => m.Id).ToList();
        return await closed.HoldAsync(reader.Session.AccountId, open, id, cancellationToken)
            ? LocalRedirect($"/unlock?returnUrl=/messages/{id:N}")
            : NotFound();
    }

    private bool IsSeen => HttpMethods.IsGet(Request.Method) && !IsAhead;

    // A browser may fetch a page ahead that nobody looks at in the end (Sec-Purpose).
    private bool IsAhead => Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);
}
