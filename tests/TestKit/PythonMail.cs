using System.Text.Json;

namespace TestKit;

/// <summary>A mail as Python's parser reads it.</summary>
public sealed class PythonMail(JsonElement read)
{
    private const string Script = """
        import sys, json, email, email.policy
        m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
        body = lambda kind: (lambda p: p.get_content() if p else None)(m.get_body(preferencelist=(kind,)))
        people = lambda name: [[a.display_name, a.addr_spec] for h in m.get_all(name, []) for a in h.addresses]
        json.dump({
            'subject': m['subject'], 'message-id': m['message-id'], 'from': people('from'), 'to': people('to'), 'cc': people('cc'),
            'in-reply-to': m.get_all('in-reply-to', []), 'references': m.get_all('references', []),
            'plain': body('plain'), 'html': body('html'), 'names': m.keys(),
            'files': [[p.get_filename(), p.get_content_type(), (p.get_payload(decode=True) or b'').hex()] for p in m.iter_attachments()],
            'defects': [str(d) for part in m.walk() for d in part.defects],
        }, sys.stdout)
        """;

    // The name is decoded by itself: in a list of addresses this parser leaves the space between two encoded words (RFC 2047 §6.2 takes it out).
    // Names of files are taken from the field: get_filename takes quotes, angle brackets and space off both ends.
    private const string Many = """
        import sys, json, base64, email, email.policy
        from email.header import decode_header, make_header
        def name(raw):
            field = email.message_from_bytes(base64.b64decode(raw))['from']
            field = field.rsplit('<', 1)[0].strip() if '<' in field else ''
            return field[1:-1].replace('\\"', '"').replace('\\\\', '\\') if field.startswith('"') else str(make_header(decode_header(field)))
        def read(raw):
            m = email.message_from_bytes(base64.b64decode(raw), policy=email.policy.default)
            body = m.get_body(preferencelist=('plain',))
            return {
                'subject': m['subject'], 'name': name(raw), 'plain': body.get_content(),
                'files': [[p['content-disposition'].params.get('filename'), p.get_content_type(), p.get_payload(decode=True).hex()] for p in m.iter_attachments()],
            }
        json.dump([read(raw) for raw in json.load(sys.stdin)], sys.stdout)
        """;

    /// <summary>Many at once: sender, subject, text and files of each.</summary>
    public static async Task<IReadOnlyList<PythonMail>> ReadManyAsync(IEnumerable<byte[]> mails) =>
    [
        .. JsonDocument.Parse(await Tool.RunAsync(
            "python3", ["-X", "utf8", "-c", Many], JsonSerializer.SerializeToUtf8Bytes(mails.Select(Convert.ToBase64String))))
            .RootElement.EnumerateArray().Select(read => new PythonMail(read)),
    ];

    public static async Task<PythonMail> ReadAsync(byte[] mail) =>
        new(JsonDocument.Parse(await Tool.RunAsync("python3", ["-X", "utf8", "-c", Script], mail)).RootElement);

    public string Text(string name) => read.GetProperty(name).GetString()!;

    public string[] Texts(string name) => [.. read.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    public string?[][] Table(string name) =>
        [.. read.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetString()).ToArray())];
}
