using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts.Factors;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Tests.Web.Factors;

/// <summary>What people do with second factors, through the pages.</summary>
internal static partial class FactorBrowser
{
    public const string Second = "/sign-in/second";

    public static async Task<Browser> RegisteredAsync(this TestPortal portal, string address) =>
        await portal.RegisterAsync(await portal.DeliverAsync(address, Mails.Plain()));

    /// <summary>Signs in as far as the password goes.</summary>
    public static Task<HttpResponseMessage> PasswordAsync(this Browser browser, string address, string? returnUrl = null) => browser.SubmitAsync(
        returnUrl is null ? "/sign-in" : $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", "/sign-in", ("email", address), ("password", Deliveries.Password));

    /// <summary>Sets an app up, and moves on to codes that were not used yet.</summary>
    /// <param name="portal">The portal.</param>
    /// <param name="reader">Who does it.</param>
    /// <param name="along">Where the person wanted to go, as the pages' addresses say it.</param>
    /// <returns>The secret in base 32.</returns>
    public static async Task<string> AddAppAsync(this TestPortal portal, Browser reader, string? along = null)
    {
        var action = $"/settings/authenticator{(along is null ? "" : $"?{along}")}";
        var page = await reader.ReadAsync(action);
        var secret = Secret().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var response = await reader.PostAsync(action, [.. Browser.Hidden(page, action), ("code", portal.Code(secret))]);
        Assert.Equal($"/settings/second-factor?saved=true{(along is null ? "" : $"&{along}")}", response.Headers.Location?.OriginalString);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        return secret;
    }

    /// <summary>What the app shows now.</summary>
    public static string Code(this TestPortal portal, string secret) => Totp.Code(Bytes(secret), Totp.StepOf(portal.Clock.GetUtcNow()));

    public static Task<HttpResponseMessage> SecondAsync(this Browser browser, string way, string code, params (string, string)[] more) =>
        browser.SubmitAsync($"{Second}?with={way}&returnUrl=/messages", Second, [("code", code), .. more]);

    /// <summary>The code in the last SMS that waits to leave.</summary>
    public static async Task<string> SmsAsync(this TestPortal portal)
    {
        var entry = await portal.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.Sms).OrderBy(o => o.CreatedAt).LastAsync());
        using var payload = JsonDocument.Parse(VaultBox.Open(portal.App.Services.GetRequiredService<VaultKey>(), "outbox", entry.Id, entry.Box));
        var text = payload.RootElement.GetProperty("Text").GetString()!;
        var code = Regex.Match(text, "code is ([0-9]{6})").Groups[1].Value;
        Assert.EndsWith($"\n\n@portal.example #{code}", text, StringComparison.Ordinal);
        return code;
    }

    public static void LeadsTo(this HttpResponseMessage response, string path)
    {
        Assert.InRange(response.StatusCode, HttpStatusCode.MultipleChoices, HttpStatusCode.PermanentRedirect);
        Assert.Equal(path, response.Headers.Location?.OriginalString);
    }

    public static async Task<string> TextAsync(this HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());

    private static byte[] Bytes(string base32)
    {
        var bits = string.Concat(base32.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Select(bits => Convert.ToByte(new string(bits), 2))];
    }

    [GeneratedRegex("<code class=\"code secret\">([A-Z2-7 ]+)</code>")]
    private static partial Regex Secret();
}
