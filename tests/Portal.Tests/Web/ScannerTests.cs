using System.Text.RegularExpressions;
using TestKit;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>
/// Scanners of mail open links before people do (threat B4): however often, and with whatever method that only reads, not one row of one table
/// changes, and the link is as good for the person as before.
/// </summary>
public sealed class ScannerTests
{
    private const int Times = 20;

    public static TheoryData<string> Kinds => [.. ScannedLinks.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Twenty_looks_change_no_row_and_the_link_still_works(string kind)
    {
        var (settings, make) = ScannedLinks.All[kind];
        await using var portal = await TestPortal.StartAsync([.. settings, ("Portal:RateLimits:Notices", "1000"), ("Portal:RateLimits:SignIns", "1000")]);
        var scanned = await make(portal);
        var before = await StoredRows.ReadAsync(portal.DataFolder);
        Assert.NotEmpty(before);
        for (var i = 0; i < Times; i++)
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                await LookAsync(portal, scanned, method);
            }
        }

        Assert.Equal(before, await StoredRows.ReadAsync(portal.DataFolder));
        await scanned.WorksAsync();
        Assert.NotEqual(before, await StoredRows.ReadAsync(portal.DataFolder));
    }

    // A new kind of link must come into the table.
    [Fact]
    public void The_mails_link_to_nothing_else()
    {
        var mails = Directory.GetFiles(Path.Combine(Corpora.Root, "Portal.Core", "Outbox", "Mails"), "*.cs").Select(File.ReadAllText).ToList();
        var links = mails.SelectMany(mail => Regex.Matches(mail, "new MailBlock\\.Link\\((.*)\\)")).Select(m => m.Groups[1].Value.TrimEnd(']', ')', ',')).Distinct();
        Assert.Equal(
            ["portal.Check", "portal.OfNotice(notice.Token", "portal.OfReset(reset.Token", "portal.OfSent(token", "portal.Start", "portal.Start + \"messages\"", "portal.Start + \"settings/addresses\""],
            links.Order(StringComparer.Ordinal));
        Assert.Equal(3, mails.Sum(mail => Regex.Count(mail, "=> Of\\(\""))); // and the addresses of tokens are these three
    }

    // A scanner follows where it is led, and so does this.
    private static async Task LookAsync(TestPortal portal, Scanned scanned, HttpMethod method)
    {
        using var stranger = portal.Browser();
        var browser = scanned.Own ?? stranger;
        for (string? path = scanned.Path; path is not null;)
        {
            var response = await browser.SendAsync(method, path, null);
            Assert.InRange((int)response.StatusCode, 200, 399);
            path = response.Headers.Location?.OriginalString;
        }
    }
}
