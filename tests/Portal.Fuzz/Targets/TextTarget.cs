using System.Text;
using Portal.Core.Html;
using Portal.Core.Mime;

namespace Portal.Fuzz.Targets;

/// <summary>Plain texts shown as HTML, and header values: addresses, dates, encoded words, parameters.</summary>
internal sealed class TextTarget : IFuzzTarget
{
    public string Name => "text";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Material.Files("text-naughty-strings", "*.txt"), .. Material.Words(
            "Dear Bob,\r\n> see https://b.example/a_(b)?c=d#e (or mailto:a@b.example),\r\n>> and a.b@c.example.\r\n-- \r\nAlice",
            "\"Doe, John\" <john@b.example>, Team: a@b.example, (x (y)) =?utf-8?Q?J=C3=B6rg?= <j@b.example>;, \"a b\"@c.example, <@x,@y:z@b.example>",
            "=?utf-8?B?R3LDvMOfZQ==?= =?iso-2022-jp?B?GyRCRnxLXBsoQg==?= =?ISO-8859-1*de?q?=E4_?=", "Fri, 20 Nov 2026 14:05:00 +0100 (CET)",
            "attachment; filename*0*=utf-8''%e2%82%ac; filename*1=\"a b\"; filename=\"=?utf-8?q?x?=\"; (comment (nested)) size=1"),
    ];

    public IReadOnlyList<byte[]> Words { get; } = Material.Words(
        "https://", "http://a.b", "mailto:", "@", ".", ")", "(", "]", ",", ";", ":", "<", ">", "\"", "\\", "=?", "?=", "=?utf-8?q?", "=?utf-7?b?", "*0*=", "''", "%", "> ", ">", "-- \n", " \n", "\r", "\n",
        "\u001b$B", "\u0000", "\u00FF", "+0100", "31 Feb 99999", "\u00E2\u0080\u00AE", "a@b.c ");

    public Task RunAsync(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var markup = PlainText.ToHtml(text, new PlainTextOptions { Flowed = input.Length % 2 == 0, DelSp = input.Length % 4 == 0 }).Markup;
        if (new HtmlSanitiser().Sanitise(markup, new SanitiserOptions()).ActiveRemoved != 0)
        {
            throw new FuzzException("A text became something active.");
        }

        HeaderText.Date(text);
        ContentType.Parse(text).Text("filename");
        foreach (var address in AddressList.Parse(text))
        {
            if (AddressList.TryParseAddrSpec(address.Address, out var normal) && !(AddressList.TryParseAddrSpec(normal, out var again) && again == normal))
            {
                throw new FuzzException("One mailbox has two addresses.");
            }
        }

        return HeaderText.Decode(text).AsSpan().ContainsAny('\0', '\n', '\u202E') ? throw new FuzzException("A header's text has control characters.") : Task.CompletedTask;
    }
}
