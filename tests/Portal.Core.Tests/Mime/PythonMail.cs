using System.Text.Json;
using TestKit;

namespace Portal.Core.Tests.Mime;

/// <summary>A mail as Python's parser reads it.</summary>
internal sealed class PythonMail(JsonElement read)
{
    private const string Script = """
        import sys, json, email, email.policy
        m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
        body = lambda kind: (lambda p: p.get_content() if p else None)(m.get_body(preferencelist=(kind,)))
        people = lambda name: [[a.display_name, a.addr_spec] for h in m.get_all(name, []) for a in h.addresses]
        json.dump({
            'subject': m['subject'], 'from': people('from'), 'to': people('to'), 'cc': people('cc'),
            'in-reply-to': m.get_all('in-reply-to', []), 'references': m.get_all('references', []),
            'plain': body('plain'), 'html': body('html'), 'names': m.keys(),
            'files': [[p.get_filename(), p.get_content_type(), p.get_payload(decode=True).hex()] for p in m.iter_attachments()],
            'defects': [str(d) for part in m.walk() for d in part.defects],
        }, sys.stdout)
        """;

    public static async Task<PythonMail> ReadAsync(byte[] mail) =>
        new(JsonDocument.Parse(await Tool.RunAsync("python3", ["-X", "utf8", "-c", Script], mail)).RootElement);

    public string Text(string name) => read.GetProperty(name).GetString()!;

    public string[] Texts(string name) => [.. read.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    public string?[][] Table(string name) =>
        [.. read.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetString()).ToArray())];
}
