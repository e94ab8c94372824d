using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Addresses;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Accounts.SignIns;
using Portal.Core.Mailboxes;
using Portal.Core.Messages.Certificates;
using Portal.Core.Messages.Drafts;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Export;

/// <summary>Writes down all that the portal knows of a person beside the mails.</summary>
public sealed class DescribeAccount(
    IDbContextFactory<PortalContext> contexts, ReadProfile profiles, ListAddresses addresses, ListSessions sessions, ListDevices devices,
    ListSignIns signIns, ListCertificates certificates, ListDrafts drafts, DescribeWaysIn ways, FindClosedMailboxes closed)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>JSON in UTF-8, indented.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="opened">The mailboxes that are open: what is being written in them belongs to it.</param>
    /// <param name="mails">What came of writing the mails of those down: what is left out is named.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The document, or null where the account is gone.</returns>
    public async Task<byte[]?> AsJsonAsync(
        Guid accountId, string tenant, IReadOnlyList<UnlockedMailbox> opened, ExportedMails mails, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(opened);
        ArgumentNullException.ThrowIfNull(mails);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken) is not { } account)
        {
            return null;
        }

        var profile = profiles.Of(account);
        var own = await addresses.OwnAsync(accountId, cancellationToken);
        var mailboxes = await context.Mailboxes.Where(m => m.AccountId == accountId).Select(m => m.Id).ToListAsync(cancellationToken);
        var states = await context.AccountEvents.AsNoTracking()
            .Where(e => e.AccountId == accountId || (e.MailboxId != null && mailboxes.Contains(e.MailboxId.Value))).OrderBy(e => e.Id)
            .Select(e => new { e.At, e.From, e.To, e.Trigger, e.Actor }).ToListAsync(cancellationToken);
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Profile = new { profile.Name, profile.Mobile, account.Language, profile.TimeZone, profile.Phrase, account.RegisteredAt, account.State },
                WaysIn = await ways.OfAsync(accountId, cancellationToken),
                Notices = new { Choice = account.Notices, profile.DigestHour },
                Addresses = own.Select(a => new { a.Address, a.Since, a.Messages }),
                WaitingAddresses = (await addresses.WaitingAsync(accountId, cancellationToken)).Select(a => new { a.Address, a.Until }),
                Certificates = (await certificates.OfAsync(accountId, cancellationToken)).SelectMany(a => a.Certificates.Select(c => new
                {
                    a.Address, c.Fingerprint, c.Row.AddedAt, c.Row.ProvedAt, c.Row.NotAfter, c.Row.InUse,
                })),
                Sessions = (await sessions.OfAsync(accountId, tenant, cancellationToken)).Select(s => new { s.Browser, s.Methods, s.Since, s.LastUsed }),
                KnownBrowsers = (await devices.OfAsync(accountId, cancellationToken)).Select(d => new { d.Browser, d.Since, d.LastUsed }),
                SignIns = (await signIns.OfAsync(accountId, cancellationToken)).Select(s => new { s.At, s.Succeeded, s.Count, s.Detail }),
                States = states,
                Drafts = (await drafts.ListAsync(opened, cancellationToken))
                    .Select(d => new { d.UpdatedAt, d.Content?.To, d.Content?.Offered, d.Content?.Subject, d.Content?.Text, d.Files }),
                DamagedMessages = mails.Damaged,
                MessagesThatNeedSecondFactor = mails.NeedSecondFactor,
                ClosedMailboxes = (await closed.OfAsync(accountId, [.. opened.Select(m => m.Id)], cancellationToken))
                    .Select(m => new { m.Address, m.Messages }),
            },
            Format);
    }
}
