using Portal.Core.Smime;

namespace Portal.Fuzz.Targets;

/// <summary>Envelopes that were changed. Nothing throws, and what opens is what the gateway signed.</summary>
internal sealed class CmsTarget : IFuzzTarget
{
    private static readonly byte[] Entity = "Content-Type: text/plain\r\n\r\nThe words that were signed, and nothing but these.\r\n"u8.ToArray();

    private readonly TunnelReader _reader;

    public CmsTarget(FuzzKeys keys)
    {
        _reader = keys.Reader();
        TunnelKey[] recipients = [keys.Portal, keys.PortalEc];
        var own = from key in recipients
                  from encryption in Enum.GetValues<TunnelEncryption>()
                  from detached in Enumerable.Range(0, 2).Select(n => n == 1)
                  select Write(new TunnelWriterOptions { Signer = keys.Gateway, Recipients = [key.Certificate], Encryption = encryption, Detached = detached });
        Seeds = [.. own, .. Material.Files("cms-rfc4134", "*.bin"), .. Material.Files("cms-nss-interop", "*.env")];
    }

    public string Name => "cms";

    public IReadOnlyList<byte[]> Seeds { get; }

    public IReadOnlyList<byte[]> Words { get; } =
        [[0x30, 0x80], [0x00, 0x00], [0x24, 0x80], [0x04, 0x00], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0xA0, 0x80], [0x31, 0x00], [0x02, 0x01, 0x00], [0x06, 0x03, 0x55, 0x04, 0x03]];

    public async Task RunAsync(byte[] input)
    {
        foreach (var type in new[] { "enveloped-data", "authEnveloped-data" })
        {
            using var content = new MemoryStream();
            var result = await _reader.OpenAsync(
                new TunnelMail { ContentType = $"application/pkcs7-mime; smime-type={type}", ContentTransferEncoding = "binary", Body = new MemoryStream(input) },
                content,
                CancellationToken.None);
            if (result is TunnelResult.Opened && !content.ToArray().AsSpan().SequenceEqual(Entity))
            {
                throw new FuzzException("Something opened that nobody signed.");
            }
        }
    }

    private static byte[] Write(TunnelWriterOptions options)
    {
        using var body = new MemoryStream();
        new TunnelWriter(TimeProvider.System).WriteAsync(new MemoryStream(Entity), body, options, CancellationToken.None).GetAwaiter().GetResult();
        return Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(body.ToArray()));
    }
}
