using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Portal.Core.Mailboxes;
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
        var damaged = new List<Guid>();
        await using var archive = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        foreach (var (number, mailbox) in reader.Mailboxes.Index())
        {
            await using var entry = await EntryAsync(archive, $"{number + 1}-{NameOf(mailbox)}.mbox", now, cancellationToken);
            damaged.AddRange((await services.GetRequiredService<ExportMails>().WriteAsync(mailbox, entry, cancellationToken)).Damaged);
        }

        var (account, tenant) = (reader.Session!.AccountId, reader.Session.Tenant);
        if (await services.GetRequiredService<DescribeAccount>().AsJsonAsync(account, tenant, damaged, cancellationToken) is { } json)
        {
            await using var entry = await EntryAsync(archive, "account.json", now, cancellationToken);
            await entry.WriteAsync(json, cancellationToken);
        }
    }

    private static Task<Stream> EntryAsync(ZipArchive archive, string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = now;
        return entry.OpenAsync(cancellationToken);
    }

    // As far as every file system takes it.
    private static string NameOf(UnlockedMailbox mailbox) =>
        string.Concat(mailbox.Address.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@' ? c : '_'));
}
