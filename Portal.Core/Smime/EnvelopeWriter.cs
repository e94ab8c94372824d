using System.Buffers;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>EnvelopedData (RFC 5652 §6) or AuthEnvelopedData (RFC 5083) around content that passes by once.</summary>
internal sealed class EnvelopeWriter : IDisposable
{
    private const int TagBytes = 16;
    private readonly TunnelWriterOptions _options;
    private readonly byte[] _key;
    private readonly byte[] _iv;
    private readonly ContentCipher _cipher;
    private byte[] _ciphertext = [];

    public EnvelopeWriter(TunnelWriterOptions options)
    {
        if (options.Recipients.Count == 0)
        {
            throw new ArgumentException("At least one recipient is needed.", nameof(options));
        }

        _options = options;
        _key = RandomNumberGenerator.GetBytes(options.Encryption is TunnelEncryption.Aes128Cbc or TunnelEncryption.Aes128Gcm ? 16 : 32);
        _iv = RandomNumberGenerator.GetBytes(IsGcm ? 12 : 16);
        _cipher = IsGcm ? new GcmCipher(_key, _iv, encrypt: true) : new CbcEncryptor(_key, _iv);
    }

    private bool IsGcm => TunnelWriter.IsGcm(_options.Encryption);

    public void Begin(IBufferWriter<byte> output)
    {
        output.Open(BerOutput.Sequence);
        output.Oid(IsGcm ? Oids.AuthEnvelopedData : Oids.EnvelopedData);
        output.Open(BerOutput.Explicit0);
        output.Open(BerOutput.Sequence);
        var keyTransport = _options.Recipients.All(RecipientWriter.IsRsa);
        output.Integer(IsGcm || keyTransport ? 0 : 2); // RFC 5652 §6.1, RFC 5083 §2.1
        output.Value(WriteRecipients);
        output.Open(BerOutput.Sequence);
        output.Oid(Oids.Data);
        output.Value(WriteAlgorithm);
        output.Open(BerOutput.Explicit0); // [0] IMPLICIT OCTET STRING in segments
    }

    public void Content(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        if (_ciphertext.Length < content.Length + ContentCipher.Slack)
        {
            _ciphertext = new byte[(2 * content.Length) + ContentCipher.Slack];
        }

        output.Segment(_ciphertext.AsSpan(0, _cipher.Push(content, _ciphertext)));
    }

    public void End(IBufferWriter<byte> output)
    {
        var rest = new byte[ContentCipher.Slack];
        _cipher.Finish(rest, null, out var count);
        output.Segment(rest.AsSpan(0, count));
        output.Close(2);
        if (_cipher is GcmCipher gcm)
        {
            output.Value(w => w.WriteOctetString(gcm.Tag([])));
        }

        output.Close(3);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        _cipher.Dispose();
    }

    private void WriteRecipients(AsnWriter writer)
    {
        using (writer.PushSetOf())
        {
            foreach (var recipient in _options.Recipients)
            {
                RecipientWriter.Write(writer, recipient, _key, _options.Oaep);
            }
        }
    }

    private void WriteAlgorithm(AsnWriter writer)
    {
        var oid = _options.Encryption switch
        {
            TunnelEncryption.Aes128Cbc => Oids.Aes128Cbc,
            TunnelEncryption.Aes256Cbc => Oids.Aes256Cbc,
            TunnelEncryption.Aes128Gcm => Oids.Aes128Gcm,
            _ => Oids.Aes256Gcm,
        };
        writer.WriteAlgorithm(oid, w =>
        {
            using (IsGcm ? w.PushSequence() : default)
            {
                w.WriteOctetString(_iv);
                if (IsGcm)
                {
                    w.WriteInteger(TagBytes);
                }
            }
        });
    }
}
