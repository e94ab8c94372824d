using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Smime;

/// <summary>multipart/signed (RFC 8551 §3.5.3).</summary>
internal sealed class DetachedWriter(SignatureWriter signature) : ISignedWriter
{
    private const int BoundaryBytes = 16; // random: no text can hold it by chance
    private readonly string _boundary = "=_" + RandomNumberGenerator.GetHexString(2 * BoundaryBytes, lowercase: true);

    public void Begin(IBufferWriter<byte> output) => Text(
        output,
        "MIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256;\r\n"
        + $" boundary=\"{_boundary}\"\r\n\r\n--{_boundary}\r\n");

    public void Content(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        signature.Append(content);
        output.Write(content);
    }

    public void End(IBufferWriter<byte> output)
    {
        Text(
            output,
            $"\r\n--{_boundary}\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n"
            + "Content-Disposition: attachment; filename=smime.p7s\r\n\r\n");
        var cms = new ArrayBufferWriter<byte>();
        SignatureWriter.Begin(cms);
        signature.End(cms);
        new Base64Lines().Write(cms.WrittenSpan, output, last: true);
        Text(output, $"--{_boundary}--\r\n");
    }

    public void Dispose() => signature.Dispose();

    private static void Text(IBufferWriter<byte> output, string text) => Encoding.ASCII.GetBytes(text, output);
}
