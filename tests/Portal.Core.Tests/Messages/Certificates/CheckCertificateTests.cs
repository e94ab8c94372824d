using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Messages.Certificates;
using Portal.Core.Tests.Outbox;
using Portal.Core.Tests.Tenants;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Messages.Certificates;

public sealed class CheckCertificateTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly TempFolder _folder = new();
    private readonly List<OwnKey> _keys = [];

    public void Dispose()
    {
        _keys.ForEach(key => key.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public void One_for_the_address_that_encrypts_is_taken()
    {
        Assert.Null(Fault(Key()));
        Assert.Null(Fault(Key(curve: ECCurve.NamedCurves.nistP256)));
        Assert.Null(Fault(Key(address: "ANNA@Recipient.Example")));
        Assert.Null(Fault(Key(address: "", subject: $"CN=Anna, E={Post.Anna}")));
    }

    [Theory]
    [InlineData("bert@recipient.example")]
    [InlineData("anna@recipient.example.evil.example")]
    [InlineData(" anna@recipient.example")]
    [InlineData("anna@recipient.example ")]
    [InlineData("anna@recipient.example\n")]
    [InlineData("anna @recipient.example")]
    [InlineData("anna@recipient.example, bert@recipient.example")]
    [InlineData("<anna@recipient.example>")]
    [InlineData("anna@recipient.example\0.evil.example")]
    [InlineData("")]
    public void A_name_that_is_not_exactly_the_address_is_another(string name) =>
        Assert.Equal(CertificateFault.OtherAddress, Fault(Key(address: name)));

    [Fact]
    public void Where_the_alternative_name_has_an_address_the_subject_says_nothing()
    {
        Assert.Equal(CertificateFault.OtherAddress, Fault(Key(address: "bert@recipient.example", subject: $"CN=Anna, E={Post.Anna}")));
        Assert.Equal(CertificateFault.OtherAddress, Fault(Key(address: "", subject: $"CN={Post.Anna}")));
        Assert.Equal(CertificateFault.OtherAddress, Fault(Key(address: "", change: r => r.CertificateExtensions.Add(OwnKey.Names(new(TagClass.ContextSpecific, 2), Post.Anna)))));
    }

    [Fact]
    public void One_that_has_ended_or_holds_later_or_is_for_something_else_is_not_taken()
    {
        var key = Key(lifetime: TimeSpan.FromDays(1));
        _clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(CertificateFault.NotValid, Fault(key));
        var later = Key();
        _clock.Move(TimeSpan.FromDays(-3));
        Assert.Equal(CertificateFault.NotValid, Fault(later));
        Assert.Equal(CertificateFault.NotForMail, Fault(Key(usage: X509KeyUsageFlags.DigitalSignature)));
        Assert.Equal(CertificateFault.NotForMail, Fault(Key(change: r => r.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true)))));
        Assert.Equal(CertificateFault.NotForMail, Fault(Key(change: r =>
        {
            r.CertificateExtensions.Remove(r.CertificateExtensions.OfType<X509EnhancedKeyUsageExtension>().Single());
            r.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        })));
    }

    [Fact]
    public void A_weak_key_and_a_curve_that_we_cannot_encrypt_to_are_not_taken()
    {
        Assert.Equal(CertificateFault.Key, Fault(Key(bits: 1024)));
        Assert.Equal(CertificateFault.Key, Fault(Key(curve: ECCurve.NamedCurves.nistP384)));
    }

    [Fact]
    public void Where_the_tenant_names_authorities_only_theirs_are_taken()
    {
        var authority = Key(address: "", subject: "CN=Authority", usage: X509KeyUsageFlags.KeyCertSign,
            change: r =>
            {
                r.CertificateExtensions.Remove(r.CertificateExtensions.OfType<X509EnhancedKeyUsageExtension>().Single());
                r.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            });
        var check = new CheckCertificate(Configured.Tenants(("OwnCertificateAuthorities", authority.CertificateFile)), _clock);
        Assert.Null(check.FaultOf(Key(issuer: authority).Certificate, "default", Post.Anna));
        Assert.Equal(CertificateFault.Untrusted, check.FaultOf(Key().Certificate, "default", Post.Anna));
        var impostor = Key(address: "", subject: "CN=Authority", change: r => r.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true)));
        Assert.Equal(CertificateFault.Untrusted, check.FaultOf(Key(issuer: impostor).Certificate, "default", Post.Anna));
    }

    private CertificateFault? Fault(OwnKey key) => new CheckCertificate(Configured.Tenants(), _clock).FaultOf(key.Certificate, "default", Post.Anna);

    private OwnKey Key(string address = Post.Anna, Action<CertificateRequest>? change = null, int bits = 2048, ECCurve? curve = null, string subject = "CN=Anna",
        TimeSpan? lifetime = null, OwnKey? issuer = null, X509KeyUsageFlags? usage = null)
    {
        var key = OwnKey.Create(_clock.GetUtcNow(), address, change, bits, curve, subject, lifetime, issuer, usage);
        _keys.Add(key);
        return key;
    }
}
