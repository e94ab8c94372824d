using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Portal.Core.Smime;

namespace Portal.Fuzz.Targets;

/// <summary>What lies inside the envelope, changed: anybody can encrypt to the portal, so these bytes are a stranger's as well.</summary>
internal sealed class SignedTarget : IFuzzTarget
{
    private static readonly byte[] Entity = "Content-Type: text/plain\r\n\r\nThe words that were signed, and nothing but these.\r\n"u8.ToArray();

    private readonly FuzzKeys _keys;
    private readonly TunnelReader _reader;

    public SignedTarget(FuzzKeys keys)
    {
        (_keys, _reader) = (keys, keys.Reader());
        var opaque = Sign(detached: false);
        var detached = Sign(detached: true);
        Seeds =
        [
            [.. Header("application/pkcs7-mime; smime-type=signed-data", "binary"), .. opaque],
            [.. Header("application/pkcs7-mime; smime-type=signed-data", "base64"), .. Encoding.ASCII.GetBytes(Convert.ToBase64String(opaque))],
            [
                .. Encoding.ASCII.GetBytes("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=b\r\n\r\n--b\r\n"),
                .. Entity, .. "\r\n--b\r\n"u8, .. Header("application/pkcs7-signature", "base64"),
                .. Encoding.ASCII.GetBytes(Convert.ToBase64String(detached)), .. "\r\n--b--\r\n"u8,
            ],
        ];
    }

    public string Name => "signed";

    public IReadOnlyList<byte[]> Seeds { get; }

    public IReadOnlyList<byte[]> Words { get; } =
    [
        [0x30, 0x80], [0x00, 0x00], [0x24, 0x80], [0x31, 0x00], .. Material.Words(
            "\r\n", "\n", "--b", "--b--", "boundary=", "\"", ";", "Content-Type: ", "multipart/signed", "application/pkcs7-mime", "smime-type=compressed-data", "base64", "binary", "="),
    ];

    public async Task RunAsync(byte[] input)
    {
        var envelope = new EnvelopedCms(new ContentInfo(input), new AlgorithmIdentifier(new Oid("2.16.840.1.101.3.4.1.2")));
        envelope.Encrypt(new CmsRecipient(_keys.Portal.Certificate));
        using var content = new MemoryStream();
        var result = await _reader.OpenAsync(
            new TunnelMail
            {
                ContentType = "application/pkcs7-mime; smime-type=enveloped-data",
                ContentTransferEncoding = "binary",
                Body = new MemoryStream(envelope.Encode()),
            },
            content,
            CancellationToken.None);
        if (result is TunnelResult.Opened && !content.ToArray().AsSpan().SequenceEqual(Entity))
        {
            throw new FuzzException("Something opened that nobody signed.");
        }
    }

    private static byte[] Header(string type, string encoding) => Encoding.ASCII.GetBytes($"Content-Type: {type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n");

    private byte[] Sign(bool detached)
    {
        var signed = new SignedCms(new ContentInfo(Entity), detached);
        signed.ComputeSignature(new CmsSigner(_keys.Gateway.Certificate) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"), SignedAttributes = { new Pkcs9SigningTime() } });
        return signed.Encode();
    }
}
