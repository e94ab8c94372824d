using Microsoft.Extensions.Localization;
using Portal.Core.Html.Marked;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Drafts;
using Portal.Core.Messages.Replies;
using Portal.Core.Mime;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.SignIn;

namespace Portal.Pages.Compose;

/// <summary>What the page for writing does with what it was given: shows, keeps, checks, and sends.</summary>
internal sealed class ComposeDesk(
    ReplyPolicy policy, SaveDraft save, SendDraft send, ISendReply sender, ComposeOffers offers, TenantCatalog tenants, CurrentReader reader, Site site,
    IStringLocalizer<Texts> texts)
{
    /// <summary>How long a text may be, in UTF-16 units, as browsers count them, too.</summary>
    public const int LongestText = 400_000;

    private string Tenant => reader.Session!.Tenant;

    private TenantOptions Options => tenants[Tenant];

    /// <summary>How long a form may be: twice what may be attached, so that a browser with too much hears so instead of losing the line.</summary>
    public long MostBytes => MostBytesOf(Options);

    /// <summary>The same of any tenant.</summary>
    public static long MostBytesOf(TenantOptions options) => (2 * options.MaxReplyBytes) + 64_000_000;

    public ComposeView Show(ReplyKind kind, OpenedMessage? message, Guid draftId, DraftContent content, IReadOnlyList<DraftFileRow> files, Guid? mailboxId)
    {
        var writers = message is null && mailboxId is null ? reader.Mailboxes : [];
        return new ComposeView
        {
            Kind = kind,
            DraftId = draftId,
            Path = ComposePath.Of(content, draftId),
            Back = message is null ? "/messages" : $"/messages/{message.Id:N}",
            Content = content,
            Files = files,
            Participants = message is null ? ReplyAddresses.None : policy.Participants(Tenant, kind, message.Outline, offers.Own),
            MayType = policy.MayType(Tenant, kind),
            Offered = policy.MayChoose(Tenant, kind) ? policy.Offered(Tenant) : [],
            From = writers.Count > 1 ? [.. writers.Select(m => (m.Id.ToString("N"), m.Address))] : [],
            Writer = message?.MailboxAddress ?? (reader.Mailboxes.FirstOrDefault(m => m.Id == mailboxId) ?? reader.Mailboxes[0]).Address,
            Original = kind == ReplyKind.Forward && message is not null ? BodySelection.Of(message.Outline).Attachments : [],
            MostFiles = Options.MaxReplyFiles,
            MostBytes = Options.MaxReplyBytes,
        };
    }

    /// <summary>Whether recipients were named only where the page asks for them.</summary>
    public bool Admits(ReplyKind kind, ComposeFields fields) =>
        (fields.To.Length == 0 || policy.MayType(Tenant, kind)) && (fields.Offered.Count == 0 || policy.MayChoose(Tenant, kind));

    /// <summary>The mailbox that writes: the one that the draft lies in, the one that got the message, or the one that was chosen; null for another's.</summary>
    public UnlockedMailbox? Mailbox(OpenedMessage? message, string from, Guid? draftsOwn)
    {
        if (draftsOwn is null && message is null && from.Length == 0)
        {
            return reader.Mailboxes.Count > 0 ? reader.Mailboxes[0] : null;
        }

        var id = draftsOwn ?? message?.MailboxId ?? (Guid.TryParseExact(from, "N", out var chosen) ? chosen : Guid.Empty);
        return reader.Mailboxes.FirstOrDefault(m => m.Id == id);
    }

    public async Task<SaveDraftOutcome> SaveAsync(UnlockedMailbox mailbox, Guid draftId, DraftContent content, FormErrors errors, CancellationToken cancellationToken)
    {
        var outcome = await save.SaveAsync(mailbox, draftId, content, cancellationToken);
        if (outcome == SaveDraftOutcome.TooMany)
        {
            errors.Add("", texts["Compose.TooManyDrafts", SaveDraft.Most]);
        }

        return outcome;
    }

    /// <summary>Sends what is in the draft, or notes what is wrong with it.</summary>
    /// <returns>What became of it; null where something is wrong.</returns>
    public async Task<SendDraftOutcome?> SendAsync(
        ReplyKind kind, OpenedMessage? message, UnlockedMailbox mailbox, OpenedDraft draft, FormErrors errors, CancellationToken cancellationToken)
    {
        var to = Recipients(kind, message, draft.Content, errors);
        var original = kind == ReplyKind.Forward && message is not null && draft.Content.WithFiles ? BodySelection.Of(message.Outline).Attachments : [];
        Check(draft, original, errors);
        if (!errors.Any && !await sender.CanSendAsync(Tenant, message?.Gateway, cancellationToken))
        {
            errors.Add("", texts["Compose.CannotSend"]);
        }

        if (errors.Any)
        {
            return null;
        }

        var answers = kind is ReplyKind.Reply or ReplyKind.ReplyAll ? ReplyThread.Of(message!.Outline) : new ReplyThread(null, []);
        var (name, content) = (reader.Session!.Name, draft.Content);
        var outcome = await send.SendAsync(
            draft,
            new Reply
            {
                Mailbox = mailbox,
                Tenant = Tenant,
                Gateway = message?.Gateway,
                From = new MailAddress(LineText.IsPlain(name) ? name : "", mailbox.Address),
                To = to.To,
                Cc = to.Cc,
                Subject = content.Subject.Trim(),
                Text = content.Text,
                Html = MarkedText.ToDocument(content.Text, site.Language, content.Subject.Trim()).Markup,
                InReplyTo = answers.InReplyTo,
                References = answers.References,
                Files = [.. original.Select(file => OfOriginal(message!, file))],
                Answers = content.Answers,
                PassesOn = kind == ReplyKind.Forward,
                Language = reader.Session.Language ?? site.Language,
                CopyToMe = content.CopyToMe,
            },
            cancellationToken);
        switch (outcome)
        {
            case SendDraftOutcome.Changed:
                errors.Add("", texts["Compose.Changed"]);
                break;
            case SendDraftOutcome.TooMany { Most: var most }:
                errors.Add("", texts["Compose.TooManySent", most]);
                break;
        }

        return outcome;
    }

    // The participants come first; who is among them already is not named twice.
    private ReplyAddresses Recipients(ReplyKind kind, OpenedMessage? message, DraftContent content, FormErrors errors)
    {
        var fixedOnes = message is null ? ReplyAddresses.None : policy.Participants(Tenant, kind, message.Outline, offers.Own);
        var chosen = policy.Choose(Tenant, content.To, content.Offered);
        if (chosen.Fault is { } fault)
        {
            errors.Add("to", texts[$"Compose.Address{fault}", chosen.Text]);
            return ReplyAddresses.None;
        }

        var there = fixedOnes.To.Concat(fixedOnes.Cc).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var all = fixedOnes with { To = [.. fixedOnes.To, .. chosen.Addresses.Where(a => there.Add(a.Address))] };
        if (!all.Any)
        {
            errors.Add("to", texts["Compose.NobodyChosen"]);
        }
        else if (all.Count > ReplyAddresses.Most)
        {
            errors.Add("to", texts["Compose.TooManyRecipients", ReplyAddresses.Most]);
        }

        return all;
    }

    private void Check(OpenedDraft draft, IReadOnlyList<Attachment> original, FormErrors errors)
    {
        var content = draft.Content;
        if (content.Subject.Trim() is not { Length: <= ReplySubject.Longest } subject || !LineText.IsPlain(subject))
        {
            errors.Add("subject", texts["Compose.SubjectWrong", ReplySubject.Longest]);
        }

        if (content.Text.Contains('\0') || content.Text.Length > LongestText)
        {
            errors.Add("text", texts["Compose.TextWrong", LongestText]);
        }
        else if (string.IsNullOrWhiteSpace(content.Text) && draft.Files.Count + original.Count == 0)
        {
            errors.Add("text", texts["Compose.TextMissing"]);
        }

        if (draft.Files.Count + original.Count > Options.MaxReplyFiles)
        {
            errors.Add("files", texts["Compose.TooManyFiles", Options.MaxReplyFiles]);
        }
        else if (draft.Files.Sum(f => f.Size) + original.Sum(f => f.Part.DecodedLength) > Options.MaxReplyBytes)
        {
            errors.Add("files", texts["Compose.AllTooLarge", Bytes.Text(Options.MaxReplyBytes)]);
        }
    }

    private static ReplyFile OfOriginal(OpenedMessage message, Attachment file) => new(
        file.FileName,
        ReplyFileType.Of(file.Part.MediaType),
        file.Part.DecodedLength,
        _ => Task.FromResult(PartContent.OpenDecoded(message.OpenStored(), file.Part)));
}
