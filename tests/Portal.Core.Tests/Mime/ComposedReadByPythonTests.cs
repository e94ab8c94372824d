using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Portal.Core.Mime;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class ComposedReadByPythonTests
{
    private const string Script = """
        import sys, json, email, email.policy
        m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
        body = lambda kind: (lambda p: p.get_content() if p else None)(m.get_body(preferencelist=(kind,)))
        json.dump({
            'names': m.keys(),
            'subject': m['subject'],
            'from': [[a.display_name, a.addr_spec] for a in m['from'].addresses],
            'to': [[a.display_name, a.addr_spec] for a in m['to'].addresses],
            'date': m['date'].datetime.isoformat(),
            'plain': body('plain'), 'html': body('html'),
            'files': [[p.get_filename(), p.get_content_type(), p.get_payload(decode=True).hex()] for p in m.iter_attachments()],
            'defects': [str(d) for part in m.walk() for d in part.defects],
        }, sys.stdout)
        """;

    private static readonly MailDraft Draft = new()
    {
        From = new("Müller, Jörg \"JM\"", "joerg@example.org"),
        To = [new("Anna", "anna@example.org"), new("山田 太郎", "x@bücher.example")],
        Subject = "Grüße: " + string.Concat(Enumerable.Repeat("ein langer Betreff, ", 20)) + "Ende",
        Text = "Zeile eins\nZeile zwei mit Umlauten äöü " + new string('x', 300) + "\n.\nFrom here\n-- \nend \n",
        Html = "<p>Grüße = \"schön\"</p>\n",
        AutoSubmitted = "auto-generated",
        Extra = [new("X-Long", string.Concat(Enumerable.Repeat("word ", 60)) + "end"), new("In-Reply-To", "<a@b.example>")],
        Attachments = [new("Rechnung März.pdf", "application/pdf", new byte[] { 0, 1, 2, 255 }), new(new string('ä', 150) + ".txt", "text/csv", "a;b"u8.ToArray())],
    };

    [PythonFact]
    public async Task Headers_bodies_and_files_are_what_was_asked_for()
    {
        var read = await Read(MailComposerTests.Compose(Draft).Bytes);

        Assert.Equal(
            ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Long", "In-Reply-To", "MIME-Version", "Content-Type"],
            read.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(Draft.Subject, read.GetProperty("subject").GetString());
        Assert.Equal([[Draft.From.Name, Draft.From.Address]], Table(read, "from"));
        Assert.Equal([["Anna", "anna@example.org"], [Draft.To[1].Name, "x@xn--bcher-kva.example"]], Table(read, "to"));
        Assert.Equal("2026-05-01T12:00:00+00:00", read.GetProperty("date").GetString());
        Assert.Equal(Draft.Text, Lines(read, "plain"));
        Assert.Equal(Draft.Html, Lines(read, "html"));
        Assert.Equal([["Rechnung März.pdf", "application/pdf", "000102ff"], [new string('ä', 150) + ".txt", "text/csv", "613b62"]], Table(read, "files"));
        Assert.Empty(read.GetProperty("defects").EnumerateArray());
    }

    [PythonFact]
    public async Task A_plain_mail_has_no_parts()
    {
        var read = await Read(MailComposerTests.Compose(Draft with { Html = null, Attachments = [], Text = "short\n" }).Bytes);
        Assert.Equal("short\n", Lines(read, "plain"));
        Assert.Equal(JsonValueKind.Null, read.GetProperty("html").ValueKind);
    }

    private static string Lines(JsonElement read, string name) => read.GetProperty(name).GetString()!.Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string?[][] Table(JsonElement read, string name) =>
        [.. read.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetString()).ToArray())];

    private static async Task<JsonElement> Read(ReadOnlyMemory<byte> mail)
    {
        var start = new ProcessStartInfo("python3", ["-X", "utf8", "-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var python = Process.Start(start)!;
        await python.StandardInput.BaseStream.WriteAsync(mail);
        python.StandardInput.Close();
        var output = await python.StandardOutput.ReadToEndAsync();
        var errors = await python.StandardError.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.True(python.ExitCode == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
