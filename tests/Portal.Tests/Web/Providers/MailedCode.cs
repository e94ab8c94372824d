using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Tests.Web.Providers;

/// <summary>The codes that would go out by mail.</summary>
internal static class MailedCode
{
    public static async Task<IReadOnlyList<string>> CodesAsync(this TestPortal portal, string address)
    {
        var entries = await portal.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.MailCode).OrderBy(o => o.CreatedAt).ToListAsync());
        return [.. entries
            .Select(e => JsonDocument.Parse(VaultBox.Open(portal.App.Services.GetRequiredService<VaultKey>(), "outbox", e.Id, e.Box)).RootElement)
            .Where(mail => mail.GetProperty("To").GetString() == address).Select(mail => mail.GetProperty("Code").GetString()!)];
    }

    /// <summary>Another code than that one.</summary>
    public static string Wrong(string code) => code[..^1] + (code[^1] == '0' ? '1' : '0');
}
