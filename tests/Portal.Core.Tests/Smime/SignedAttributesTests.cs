using System.Security.Cryptography;
using Portal.Core.Smime;
using Xunit;

namespace Portal.Core.Tests.Smime;

/// <summary>Attributes that RFC 5652 §11 forbids, under a signature that holds.</summary>
public sealed class SignedAttributesTests : IDisposable
{
    private static readonly byte[] Type = Forge.Attribute(Forge.ContentType, w => w.WriteObjectIdentifier(Forge.Data));
    private static readonly byte[] Digest = Forge.Attribute(Forge.MessageDigest, w => w.WriteOctetString(SHA256.HashData(Mails.Rfc822)));
    private static readonly byte[] Time = Forge.Attribute(Forge.SigningTime, w => w.WriteUtcTime(DateTimeOffset.UnixEpoch.AddYears(50)));

    private static readonly Dictionary<string, (TunnelRefusal Reason, byte[][] Attributes)> Cases = new()
    {
        ["no attribute at all"] = (TunnelRefusal.Malformed, []),
        ["no content type"] = (TunnelRefusal.Malformed, [Digest, Time]),
        ["no message digest"] = (TunnelRefusal.Malformed, [Type, Time]),
        ["content type twice"] = (TunnelRefusal.Malformed, [Type, Type, Digest]),
        ["content type with two values"] = (TunnelRefusal.Malformed, [Forge.Attribute(Forge.ContentType, w => w.WriteObjectIdentifier(Forge.Data), w => w.WriteObjectIdentifier(Forge.Data)), Digest]),
        ["content type without a value"] = (TunnelRefusal.Malformed, [Forge.Attribute(Forge.ContentType), Digest]),
        ["another content type"] = (TunnelRefusal.Malformed, [Forge.Attribute(Forge.ContentType, w => w.WriteObjectIdentifier("1.2.840.113549.1.7.3")), Digest]),
        ["message digest twice"] = (TunnelRefusal.Malformed, [Type, Digest, Digest]),
        ["message digest with two values"] = (TunnelRefusal.Malformed, [Type, Forge.Attribute(Forge.MessageDigest, w => w.WriteOctetString([]), w => w.WriteOctetString(SHA256.HashData(Mails.Rfc822)))]),
        ["message digest of something else"] = (TunnelRefusal.BadSignature, [Type, Forge.Attribute(Forge.MessageDigest, w => w.WriteOctetString(new byte[32]))]),
        ["message digest cut off"] = (TunnelRefusal.BadSignature, [Type, Forge.Attribute(Forge.MessageDigest, w => w.WriteOctetString(SHA256.HashData(Mails.Rfc822).AsSpan(0, 16)))]),
        ["signing time twice"] = (TunnelRefusal.Malformed, [Type, Digest, Time, Time]),
        ["signing time that is a number"] = (TunnelRefusal.Malformed, [Type, Digest, Forge.Attribute(Forge.SigningTime, w => w.WriteInteger(1))]),
        ["signing time that is no time"] = (TunnelRefusal.Malformed, [Type, Digest, Forge.Attribute(Forge.SigningTime, w => w.WriteEncodedValue([0x17, 0x03, 0x39, 0x39, 0x5A]))]),
    };

    private readonly TunnelKey _gateway = TunnelKey.Create(TunnelKeyAlgorithm.Rsa2048, "gateway", TimeProvider.System);
    private readonly TunnelKey _portal = TunnelKey.Create(TunnelKeyAlgorithm.P256, "portal", TimeProvider.System);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task These_attributes_are_refused(string name) =>
        Assert.Equal(new TunnelResult.Refused(Cases[name].Reason), await Open(Cases[name].Attributes));

    [Fact]
    public async Task The_attributes_that_the_refused_ones_are_made_from_are_accepted_in_any_order()
    {
        var other = Forge.Attribute("1.2.3.4", w => w.WriteNull(), w => w.WriteInteger(1));
        var opened = Assert.IsType<TunnelResult.Opened>(await Open([Time, Digest, other, Type]));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddYears(50), opened.SigningTime);
        Assert.Null(Assert.IsType<TunnelResult.Opened>(await Open([Digest, Type])).SigningTime);
    }

    public void Dispose()
    {
        _gateway.Dispose();
        _portal.Dispose();
    }

    private ValueTask<TunnelResult> Open(byte[][] attributes)
    {
        var reader = new TunnelReader([_portal], [new TrustedSigner("gateway", _gateway.Certificate)], TimeProvider.System);
        return reader.OpenAsync(Mails.FromDer(Forge.Envelope(Forge.Signed(Mails.Rfc822, _gateway, attributes), _portal)), Stream.Null, default);
    }
}
