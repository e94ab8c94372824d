using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Portal.Core.Mailboxes;
using Portal.Core.Messages.Drafts;
using Portal.Core.Messages.Export;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>The archive of all that is the reader's: an mbox for each address, and what else is known, as JSON. Made while it is sent.</summary>
internal sealed class DataDownload : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        http.Features.Set(HeaderPolicy.Download);
        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = $"mail-{now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.zip",
        }.ToString();
        await using var output = new LateWriter(http.Response.Body);
        await WriteAsync(http.RequestServices, output, now, http.RequestAborted);
        await output.FlushAsync(http.RequestAborted);
    }

    private static async Task WriteAsync(IServiceProvider services, Stream output, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reader = services.GetRequiredService<CurrentReader>();
        var mails = new ExportedMails(0, [], []);
        await using var archive = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        foreach (var (number, mailbox) in reader.Mailboxes.Index())
        {
            await using var entry = await EntryAsync(archive, $"{number + 1}-{NameOf(mailbox)}.mbox", now, cancellationToken);
            mails = mails.With(await services.GetRequiredService<ExportMails>().WriteAsync(mailbox, entry, cancellationToken));
        }

        await WriteDraftsAsync(services, archive, reader.Mailboxes, now, cancellationToken);
        var (account, tenant) = (reader.Session!.AccountId, reader.Session.Tenant);
        if (await services.GetRequiredService<DescribeAccount>().AsJsonAsync(account, tenant, reader.Mailboxes, mails, cancellationToken) is { } json)
        {
            await using var entry = await EntryAsync(archive, "account.json", now, cancellationToken);
            await entry.WriteAsync(json, cancellationToken);
        }
    }

    // Texts of drafts stand in account.json, in this order; here are their files.
    private static async Task WriteDraftsAsync(
        IServiceProvider services, ZipArchive archive, IReadOnlyList<UnlockedMailbox> mailboxes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var drafts = await services.GetRequiredService<ListDrafts>().ListAsync(mailboxes, cancellationToken);
        foreach (var (number, row) in drafts.Index().Where(draft => draft.Item is { Files: > 0, Content: not null }))
        {
            using var draft = await services.GetRequiredService<OpenDraft>().OpenAsync(mailboxes, row.Id, cancellationToken);
            foreach (var (position, file) in draft?.Files.Index() ?? [])
            {
                await using var content = draft!.Read(file);
                await using var entry = await EntryAsync(archive, $"draft-{number + 1}/{position + 1}-{Plain(file.Name)}", now, cancellationToken);
                await content.CopyToAsync(entry, cancellationToken);
            }
        }
    }

    private static Task<Stream> EntryAsync(ZipArchive archive, string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = now;
        return entry.OpenAsync(cancellationToken);
    }

    // As far as every file system takes it.
    private static string NameOf(UnlockedMailbox mailbox) => Plain(mailbox.Address);

    private static string Plain(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@' ? c : '_'));
}
