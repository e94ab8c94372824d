using System.Text;
using Microsoft.AspNetCore.Http;
using Portal.Core.Mime;
using Portal.Ingest.Http;

namespace Portal.Fuzz.Targets;

/// <summary>The envelope of the HTTP door: refused, or every recipient is an address that a mailbox can have, on one line.</summary>
internal sealed class EnvelopeTarget : IFuzzTarget
{
    private const int MostRecipients = 100;

    public string Name => "envelope";

    public IReadOnlyList<byte[]> Seeds { get; } = Material.Words(
        "a@b.example\nc@d.example\n<e@d.example>", "<>\nc@d.example, \"x, y\"@d.example ,<e@d.example>", "<a@b.example>\n\"a\\\"b\"@d.example", "\nJ\u00C3\u00B6rg@b\u00C3\u00BCcher.example");

    public IReadOnlyList<byte[]> Words { get; } = Material.Words(
        "@", ",", "<", ">", "\"", "\\", "\n", "\r", " ", "\t", ".", "..", "xn--", "@d.example,", "[127.0.0.1]", "%0d%0a", "\0", "\u00C3\u00BC", "\u00E2\u0080\u00AE", "\u00FF", ";", "SIZE=1");

    public Task RunAsync(byte[] input)
    {
        var lines = Encoding.UTF8.GetString(input).Split('\n');
        var headers = new HeaderDictionary();
        if (lines[0].Length > 0)
        {
            headers[Envelope.FromField] = lines[0];
        }

        headers[Envelope.ToField] = lines[1..];
        if (Envelope.TryParse(headers, MostRecipients, out var envelope) is not null)
        {
            return Task.CompletedTask;
        }

        var isFit = envelope.Recipients.Count is > 0 and <= MostRecipients
            && envelope.Recipients.All(recipient => AddressList.TryParseAddrSpec(recipient, out _)) && envelope.Recipients.Append(envelope.ReversePath).All(path => !path.Any(char.IsControl));
        return isFit ? Task.CompletedTask : throw new FuzzException("An envelope was taken that nothing can be delivered by.");
    }
}
