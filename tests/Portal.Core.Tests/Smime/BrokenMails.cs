using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Portal.Core.Smime;

namespace Portal.Core.Tests.Smime;

/// <summary>One mail broken in every way that an answer or its time could betray, all of about the same size.</summary>
internal sealed class BrokenMails(TunnelKey gateway, TunnelKey stranger)
{
    public const string Reference = "signature";

    /// <param name="like">Recipient, cipher and padding of all of them.</param>
    /// <param name="other">A recipient that is not ours.</param>
    /// <param name="size">Bytes of the signed content.</param>
    /// <returns>Why each is refused: null where what a wrong key makes may by chance end in a padding.</returns>
    public Dictionary<string, (TunnelRefusal? Reason, byte[] Cms)> Make(RawEnvelope like, TunnelKey other, int size)
    {
        var content = Mails.MakeLarge(size);
        var good = Sign(content, gateway);
        var middle = good.Length / 2;
        var envelope = like with { Entity = good };
        (TunnelRefusal?, byte[]) With(TunnelRefusal? reason, RawEnvelope broken) => (reason, broken.Encode());
        return new()
        {
            [Reference] = With(TunnelRefusal.BadSignature, envelope with { Entity = Changed(good, middle, good[middle] == 'A' ? 'B' : 'A') }),
            ["padding or tag"] = With(TunnelRefusal.Undecryptable, envelope with { BreakEnd = true }),
            ["wrapped key"] = With(null, envelope with { BreakWrap = true }),
            ["another key"] = With(null, envelope with { WrappedKey = RandomNumberGenerator.GetBytes(32) }),
            ["structure at the beginning"] = With(TunnelRefusal.Malformed, envelope with { Entity = Changed(good, 400, '!') }),
            ["structure at the end"] = With(TunnelRefusal.Malformed, envelope with { Entity = Changed(good, good.Length - 300, '!') }),
            ["cut off"] = With(TunnelRefusal.Malformed, envelope with { Entity = good[..^300] }),
            ["not signed"] = With(TunnelRefusal.NotSigned, envelope with { Entity = Mails.MakeLarge(good.Length - 50) }),
            ["signed by a stranger"] = With(TunnelRefusal.UntrustedSigner, envelope with { Entity = Sign(content, stranger) }),
            ["recipient"] = With(TunnelRefusal.NotForUs, envelope with { Recipient = other.Certificate }),
        };
    }

    private static byte[] Sign(byte[] content, TunnelKey signer)
    {
        using var writer = new OpaqueWriter(new SignatureWriter(signer, TimeProvider.System.GetUtcNow()));
        var entity = new ArrayBufferWriter<byte>();
        writer.Begin(entity);
        writer.Content(content, entity);
        writer.End(entity);
        return entity.WrittenSpan.ToArray();
    }

    private static byte[] Changed(byte[] entity, int at, char with)
    {
        var changed = entity.ToArray();
        at += changed[at] is (byte)'\r' or (byte)'\n' ? 2 : 0; // line breaks may go unnoticed
        changed[at] = Encoding.ASCII.GetBytes([with])[0];
        return changed;
    }
}
