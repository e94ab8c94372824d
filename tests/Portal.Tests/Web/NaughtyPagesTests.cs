using System.Globalization;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages;
using TestKit;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>Texts that break software, in everything of a mail that a page shows: the list, the message and what is printed have them as they were written.</summary>
public sealed class NaughtyPagesTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private const string Reader = "naughty@example.org";
    private const string Address = "alice@example.com";
    private const int LongestInAList = 200;
    private const int LongestNameInAList = 100;

    // Attributes that lead somewhere.
    private static readonly string[] Leading = ["href", "src", "action", "formaction"];

    private TestPortal Portal => fixture.Portal;

    [CorpusFact("text-naughty-strings")]
    public async Task They_are_shown_in_the_list_on_the_page_and_in_print_as_they_were_written_and_run_nothing()
    {
        var strings = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(Corpora.PathOf("text-naughty-strings", "blns.json")))!;
        Assert.True(strings.Length > 400);
        using var reader = await Portal.RegisterAsync(await Portal.DeliverAsync(Reader, Mails.Plain(to: Reader)));
        foreach (var some in strings.Chunk(ListMessages.PageSize))
        {
            var mails = new List<(string Text, Guid Id)>();
            foreach (var text in some)
            {
                Portal.Clock.Advance(TimeSpan.FromMilliseconds(1));
                mails.Add((text, (await Portal.DeliverAsync(Reader, NaughtyMail.With(text, Reader))).Id));
            }

            // Each delivery looks through all mails that wait to be sent.
            await Portal.QueryAsync(db => db.Outbox.ExecuteDeleteAsync());
            AssertListed(mails, Parse(await reader.ReadAsync("/messages")));
            foreach (var (text, id) in mails)
            {
                AssertShown(text, Parse(await reader.ReadAsync($"/messages/{id:N}?view=text")));
                AssertShown(text, Parse(await reader.ReadAsync($"/messages/{id:N}/print")));
            }
        }
    }

    private static void AssertListed(List<(string Text, Guid Id)> mails, IHtmlDocument page)
    {
        Assert.Equal(ListMessages.PageSize, page.QuerySelectorAll("a.mail-link").Length);
        foreach (var (text, id) in mails)
        {
            var row = page.QuerySelector($"a.mail-link[href='/messages/{id:N}']")!;
            AssertLine(text, TextOf(row, ".mail-subject"), "(no subject)", LongestInAList);

            // A name that is itself an address may be another's.
            AssertLine(text.Contains('@', StringComparison.Ordinal) ? Address : text, TextOf(row, ".mail-from"), Address, LongestNameInAList);
        }
    }

    private static void AssertShown(string text, IHtmlDocument page)
    {
        AssertLine(text, TextOf(page, "h1#subject"), "(no subject)", int.MaxValue);
        AssertLine(text, page.QuerySelector(".mail-sender .address-name")?.TextContent ?? Address, Address, int.MaxValue);
        Assert.Equal(Body(text), TextOf(page, ".mail-text"));
        if (text.Trim().Length > 0)
        {
            CleanedName.Check(text, TextOf(page, ".file-name bdi"));
        }
    }

    // What stands on one line has nothing that ends, moves or turns it; all that can be seen of it is there.
    private static void AssertLine(string text, string shown, string ofNothing, int longest)
    {
        Assert.DoesNotContain(shown.EnumerateRunes(), IsUnfit);
        var wanted = string.Concat(text.EnumerateRunes().Select(rune => rune.Value is '\t' or 0x2028 or 0x2029 ? " " : IsUnfit(rune) ? "" : rune.ToString())).Trim();
        if (wanted.Length > longest)
        {
            // As much as has room, without parting what is seen as one character.
            Assert.StartsWith(shown, wanted, StringComparison.Ordinal);
            Assert.InRange(shown.Length, 1, longest);
            Assert.True(shown.Length + StringInfo.GetNextTextElementLength(wanted.AsSpan(shown.Length)) > longest, shown);
        }
        else
        {
            Assert.Equal(wanted.Length == 0 ? ofNothing : wanted, shown);
        }
    }

    private static bool IsUnfit(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0xFEFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    // A byte order mark is none of the text. Of C1 controls browsers make the characters of Windows-1252 that were nearly always meant (HTML §13.2.5.80).
    private static string Body(string text) =>
        string.Concat(text.TrimStart('\uFEFF').Select(c => c is >= '\x80' and <= '\x9F' ? new HtmlParser().ParseDocument($"&#{(int)c};").Body!.TextContent : c.ToString()));

    private static string TextOf(IParentNode page, string selector) => page.QuerySelector(selector)!.TextContent;

    // Where no element is a mail's own, nothing of it runs or loads anything.
    private static IHtmlDocument Parse(string page)
    {
        Inert.Check(page);
        var document = new HtmlParser().ParseDocument(Inert.WithoutOwn(page));
        Assert.Empty(document.QuerySelectorAll("script, iframe, object, embed, svg, math, base, video, audio, [style]"));
        Assert.All(document.All, element => Assert.DoesNotContain(element.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        Assert.All(document.All, element => Assert.All(
            Leading.Select(element.GetAttribute).OfType<string>(),
            address => Assert.True(address.StartsWith('/') || address.StartsWith('#') || address.StartsWith("http", StringComparison.Ordinal), address)));
        return document;
    }
}
