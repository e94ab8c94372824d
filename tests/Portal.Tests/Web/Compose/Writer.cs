using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Messages.Replies;
using Xunit;

namespace Portal.Tests.Web.Compose;

/// <summary>Somebody who writes, in a browser without script.</summary>
internal sealed partial class Writer : IAsyncDisposable
{
    private Writer(TestPortal portal, Delivered mail, Browser browser) => (Portal, Mail, Browser) = (portal, mail, browser);

    public TestPortal Portal { get; }

    public Delivered Mail { get; }

    public Browser Browser { get; }

    public Recorded Sending => (Recorded)Portal.App.Services.GetRequiredService<ISendReply>();

    public string Reply => $"/messages/{Mail.Id:N}/reply";

    public static async Task<Writer> StartAsync(string? mail = null, params (string Key, string Value)[] settings)
    {
        var portal = await TestPortal.StartAsync(services => services.AddSingleton<ISendReply, Recorded>(), settings);
        var delivered = await portal.DeliverAsync("bob@example.org", mail ?? Mails.Plain());
        return new Writer(portal, delivered, await portal.RegisterAsync(delivered));
    }

    /// <summary>Looks at a page and gives its form: address, token, and the texts that stand in it.</summary>
    public async Task<ComposeForm> OpenAsync(string path) => ComposeForm.Of(await Browser.ReadAsync(path));

    /// <summary>Presses a button.</summary>
    public Task<HttpResponseMessage> PressAsync(ComposeForm form, string button, params (string Name, string Value)[] fields) => PressAsync(form, button, fields, []);

    public async Task<HttpResponseMessage> PressAsync(
        ComposeForm form, string button, (string Name, string Value)[] fields, (string Name, byte[] Content)[] files)
    {
        var content = form.Content(fields);
        if (files.Length == 0)
        {
            // As browsers do where no file was chosen.
            content.Add(new ByteArrayContent([])
            {
                Headers = { ContentType = new("application/octet-stream"), ContentDisposition = new("form-data") { Name = "\"files\"", FileName = "\"\"" } },
            });
        }

        foreach (var (name, bytes) in files)
        {
            content.Add(new ByteArrayContent(bytes) { Headers = { ContentType = new("application/pdf") } }, "files", name);
        }

        return await Browser.SendAsync(HttpMethod.Post, $"{form.Action}&do={button}", content);
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Portal.DisposeAsync();
    }
}

/// <summary>The form of the page.</summary>
internal sealed partial record ComposeForm(string Html, string Action, string Token, string Subject, string Text)
{
    public static ComposeForm Of(string html)
    {
        var match = Form().Match(html);
        Assert.True(match.Success, html);
        return new(
            html,
            WebUtility.HtmlDecode(match.Groups[1].Value),
            WebUtility.HtmlDecode(TokenField().Match(match.Value).Groups[1].Value),
            WebUtility.HtmlDecode(SubjectField().Match(match.Value).Groups[1].Value),
            WebUtility.HtmlDecode(TextField().Match(match.Value).Groups[1].Value).ReplaceLineEndings("\n"));
    }

    /// <summary>The texts as a browser sends them, those that are given in the place of those that stand there.</summary>
    public MultipartFormDataContent Content(params (string Name, string Value)[] fields)
    {
        var content = new MultipartFormDataContent();
        var named = fields.Select(f => f.Name).ToHashSet();
        var all = new[] { ("__RequestVerificationToken", Token), ("subject", Subject), ("text", Text) }.Where(f => !named.Contains(f.Item1)).Concat(fields);
        foreach (var (name, value) in all)
        {
            content.Add(new StringContent(value), name);
        }

        return content;
    }

    [GeneratedRegex("<form class=\"form compose\"[^>]* action=\"([^\"]*)\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex TokenField();

    [GeneratedRegex("name=\"subject\"[^>]* value=\"([^\"]*)\"")]
    private static partial Regex SubjectField();

    [GeneratedRegex("<textarea[^>]*>\\r?\\n?(.*?)</textarea>", RegexOptions.Singleline)]
    private static partial Regex TextField();
}
