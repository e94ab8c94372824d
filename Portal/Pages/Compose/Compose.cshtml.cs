using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Core.Html.Marked;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Drafts;
using Portal.Core.Messages.Replies;
using Portal.Pages.Shared;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Compose;

/// <summary>
/// Where an answer, a forwarded or a new message is written: one form with its draft. Each button keeps what was typed before anything else, so that no error
/// costs it.
/// </summary>
[StreamedForm, ComesBack, IgnoreAntiforgeryToken(Order = 1001)]
internal sealed class ComposeModel(
    OpenMessage messages, MarkRead mark, RecordDownload download, OpenDraft drafts, DiscardDraft discard, ComposeOffers offers, Quotation quotation, ComposeDesk desk, ComposeFiles files,
    GiveBack closed, IAntiforgery antiforgery, CurrentReader reader) : PageModel
{
    public ComposeView Form { get; private set; } = null!;

    /// <summary>What was written, where it cannot be sent any more; there is no form then.</summary>
    public GivenBack? Back { get; private set; }

    /// <summary>More was written than any message may have; there is no form then.</summary>
    public bool TooLong { get; private set; }

    public FormErrors Errors { get; } = new();

    /// <summary>The token, first of all fields: it is looked at before any file is.</summary>
    public string Token => antiforgery.GetAndStoreTokens(HttpContext).RequestToken!;

    [BindProperty(Name = "saved", SupportsGet = true)]
    public bool Saved { get; set; }

    /// <summary>What was typed, as its recipients will see it.</summary>
    public SafeFragment? Preview { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid? id, Guid? draft, CancellationToken cancellationToken)
    {
        var kind = ComposePath.Kind(Request.Path);
        using var message = await MessageAsync(id, cancellationToken);
        if (!IsOpen(kind, id, message) || !await IsMarkedAsync(message, cancellationToken))
        {
            return await NeedsSecondAsync(id, message, cancellationToken)
                ? LocalRedirect(QueryHelpers.AddQueryString(SignInSteps.Second, "returnUrl", $"{Request.Path}{Request.QueryString}"))
                : await ReadAsync(kind, id, draft, cancellationToken);
        }

        if (draft is { } known)
        {
            if (await drafts.WasSentAsync(reader.Mailboxes, known, cancellationToken))
            {
                return LocalRedirect("/compose/sent");
            }

            using var kept = await drafts.OpenAsync(reader.Mailboxes, known, cancellationToken);
            if (kept is not null)
            {
                Form = desk.Show(kind, message, known, kept.Content, kept.Files, kept.MailboxId);
                return kept.Content.Kind == kind && kept.Content.Answers == id ? Page() : NotFound();
            }
        }

        var content = new DraftContent
        {
            Kind = kind,
            Answers = id,
            Subject = message is null ? "" : ReplySubject.Of(kind, message.Outline),
            Text = message is null ? "" : await quotation.OfAsync(message, kind, cancellationToken),
            WithFiles = kind == ReplyKind.Forward,
        };
        Form = desk.Show(kind, message, draft ?? Guid.NewGuid(), content, [], null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, Guid? draft, string? @do, Guid? file, CancellationToken cancellationToken)
    {
        var kind = ComposePath.Kind(Request.Path);
        if (draft is not { } draftId || await StreamedForm.OpenAsync(HttpContext, antiforgery, desk.MostBytes) is not { } form)
        {
            return BadRequest();
        }

        // Also where the message that it answers is gone or locked by now.
        if (@do == "discard")
        {
            await discard.DiscardAsync(reader.Mailboxes, draftId, cancellationToken);
            return LocalRedirect(
                id is { } left && await messages.IsThereAsync(reader.Mailboxes, left, cancellationToken) ? $"/messages/{left:N}" : "/drafts");
        }

        if (form.TooLong)
        {
            TooLong = true;
            return new PageResult { StatusCode = StatusCodes.Status413PayloadTooLarge };
        }

        if (ComposeFields.Of(form.Fields) is not { } fields)
        {
            return BadRequest();
        }

        return await KeepAsync(@do, kind, id, draftId, file, form, fields, cancellationToken);
    }

    private async Task<IActionResult> KeepAsync(
        string? action, ReplyKind kind, Guid? id, Guid draftId, Guid? file, StreamedForm form, ComposeFields fields, CancellationToken cancellationToken)
    {
        var content = fields.ToContent(kind, id);
        using var message = await MessageAsync(id, cancellationToken);
        if (!IsOpen(kind, id, message) || !await IsMarkedAsync(message, cancellationToken))
        {
            return action == "autosave" ? NotFound() : await ClosedAsync(message, draftId, content, form, cancellationToken);
        }

        // A recipient that the page did not ask for, and a mailbox that is another's.
        if (!desk.Admits(kind, fields) || desk.Mailbox(message, fields.From, await MailboxOfAsync(draftId, cancellationToken)) is not { } mailbox)
        {
            return BadRequest();
        }

        var saved = await desk.SaveAsync(mailbox, draftId, content, Errors, cancellationToken);
        if (action == "autosave")
        {
            return StatusCode(saved == SaveDraftOutcome.Saved ? StatusCodes.Status204NoContent : StatusCodes.Status409Conflict);
        }

        if (saved == SaveDraftOutcome.Gone)
        {
            return await drafts.WasSentAsync(reader.Mailboxes, draftId, cancellationToken) ? LocalRedirect("/compose/sent") : NotFound();
        }

        if (!await files.TakeAsync(form, mailbox, draftId, Errors, cancellationToken))
        {
            return BadRequest();
        }

        if (action == "remove" && file is { } unwanted)
        {
            await discard.RemoveFileAsync(reader.Mailboxes, draftId, unwanted, cancellationToken);
        }

        return await GoOnAsync(action, kind, message, mailbox, draftId, content, cancellationToken);
    }

    private async Task<IActionResult> GoOnAsync(
        string? action, ReplyKind kind, OpenedMessage? message, UnlockedMailbox mailbox, Guid draftId, DraftContent content, CancellationToken cancellationToken)
    {
        using var kept = await drafts.OpenAsync(reader.Mailboxes, draftId, cancellationToken);
        if (kept is null && await drafts.WasSentAsync(reader.Mailboxes, draftId, cancellationToken))
        {
            return LocalRedirect("/compose/sent");
        }

        if (action == "send" && !Errors.Any && kept is not null)
        {
            if (kind == ReplyKind.Forward && kept.Content.WithFiles
                && !await download.RunAsync(reader.Mailboxes, message!, "forwarded", reader.Session!.Methods, cancellationToken))
            {
                return await GiveBackAsync(draftId, content, files: 0, cancellationToken);
            }

            var outcome = await desk.SendAsync(kind, message, mailbox, kept, Errors, cancellationToken);
            if (outcome is SendDraftOutcome.Sent or SendDraftOutcome.Already)
            {
                return LocalRedirect(outcome is SendDraftOutcome.Sent sent ? $"/compose/sent?copy={sent.Copy:N}" : "/compose/sent");
            }
        }
        else if (action != "preview" && !Errors.Any && kept is not null)
        {
            return LocalRedirect($"{ComposePath.Of(content, draftId)}&saved=true");
        }

        Form = desk.Show(kind, message, draftId, content, kept?.Files ?? [], mailbox.Id);
        Preview = action == "preview" ? MarkedText.ToFragment(content.Text) : null;
        return Page();
    }

    private async Task<IActionResult> ClosedAsync(
        OpenedMessage? message, Guid draftId, DraftContent content, StreamedForm form, CancellationToken cancellationToken)
    {
        if (await NeedsSecondAsync(content.Answers, message, cancellationToken))
        {
            return LocalRedirectPreserveMethod(EndedModel.PathOf(Request.Path, draftId, second: true));
        }

        return await form.PassOverAsync(cancellationToken) is { } files ? await GiveBackAsync(draftId, content, files, cancellationToken) : BadRequest();
    }

    // Not found, as one of another's is; but what came from this browser goes back to it.
    private async Task<IActionResult> GiveBackAsync(Guid draftId, DraftContent content, int files, CancellationToken cancellationToken)
    {
        if (await drafts.WasSentAsync(reader.Mailboxes, draftId, cancellationToken))
        {
            return LocalRedirect("/compose/sent");
        }

        Back = (await closed.FormAsync(draftId, content, cancellationToken)) with { HadFiles = files > 0 };
        return new PageResult { StatusCode = StatusCodes.Status404NotFound };
    }

    // A draft that cannot be sent any more can be read.
    private async Task<IActionResult> ReadAsync(ReplyKind kind, Guid? id, Guid? draft, CancellationToken cancellationToken)
    {
        Back = draft is { } known ? await closed.DraftAsync(kind, id, known, cancellationToken) : null;
        return Back is null ? NotFound() : Page();
    }

    // It quotes the message: who does so has opened it, and that is written down first, as on its own page. What is passed on with its files was fetched, too.
    private async Task<bool> IsMarkedAsync(OpenedMessage? message, CancellationToken cancellationToken) => message is null
        || (message.ReadAt is not null && !message.Unread)
        || await mark.MarkAsync(reader.Mailboxes, message.Id, reader.Session!.Methods, cancellationToken)
        || await mark.IsMarkedAsync(reader.Mailboxes, message.Id, cancellationToken);

    // Who came back by fewer steps than the message asks for keeps what he wrote.
    private async Task<bool> NeedsSecondAsync(Guid? id, OpenedMessage? message, CancellationToken cancellationToken) =>
        id is { } known && message is null && await messages.NeedsSecondFactorAsync(reader.Mailboxes, known, cancellationToken);

    private bool IsOpen(ReplyKind kind, Guid? id, OpenedMessage? message) => (kind == ReplyKind.New) == (id is null) && offers.Allows(kind, message);

    private async Task<OpenedMessage?> MessageAsync(Guid? id, CancellationToken cancellationToken) =>
        id is { } known ? await messages.OpenAsync(reader.Mailboxes, known, cancellationToken) : null;

    private async Task<Guid?> MailboxOfAsync(Guid draftId, CancellationToken cancellationToken)
    {
        using var kept = await drafts.OpenAsync(reader.Mailboxes, draftId, cancellationToken);
        return kept?.MailboxId;
    }
}
