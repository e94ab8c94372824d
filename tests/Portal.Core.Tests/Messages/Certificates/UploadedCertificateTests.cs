using System.Text;
using Portal.Core.Tunnel;
using Xunit;

namespace Portal.Core.Tests.Messages.Certificates;

public sealed class UploadedCertificateTests : IDisposable
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly OwnKey _own;
    private readonly OwnKey _other;

    public UploadedCertificateTests() => (_own, _other) = (OwnKey.Create(_now), OwnKey.Create(_now, Post.Bert));

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void PEM_and_DER_are_read_and_of_a_chain_the_first()
    {
        Assert.Equal(_own.Certificate, UploadedCertificate.Find(_own.Pem, _now));
        Assert.Equal(_own.Certificate, UploadedCertificate.Find(_own.Certificate.RawData, _now));
        Assert.Equal(_own.Certificate, UploadedCertificate.Find([.. "Bag Attributes\n"u8, .. _own.Pem, (byte)'\n', .. _other.Pem], _now));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_signed_mail_it_is_the_signers_whatever_else_lies_in_it(bool detached)
    {
        var mail = await _own.SignAsync(detached, beside: _other);
        Assert.Equal(_own.Certificate, UploadedCertificate.Find(mail, _now));
        Assert.Equal(_own.Certificate, UploadedCertificate.Find([.. "Received: by mx.example\r\nTo: <x@y.example>\r\n"u8, .. mail], _now));
    }

    [Fact]
    public async Task A_signature_that_does_not_hold_shows_nothing()
    {
        var mail = Encoding.ASCII.GetString(await _own.SignAsync(detached: true));
        Assert.NotNull(UploadedCertificate.Find(Encoding.ASCII.GetBytes(mail), _now));
        Assert.Null(UploadedCertificate.Find(Encoding.ASCII.GetBytes(mail.Replace("Good day", "Bad day", StringComparison.Ordinal)), _now));
        Assert.Null(UploadedCertificate.Find(Encoding.ASCII.GetBytes(mail), _now.AddYears(2)));
    }

    [Fact]
    public void A_private_key_is_noticed_and_nothing_is_read_beside_it()
    {
        byte[] both = [.. _own.Pem, (byte)'\n', .. File.ReadAllBytes(_own.KeyFile)];
        Assert.True(UploadedCertificate.HasPrivateKey(both));
        Assert.Null(UploadedCertificate.Find(both, _now));
        Assert.False(UploadedCertificate.HasPrivateKey(_own.Pem));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0\u0082\u0001")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----")]
    [InlineData("Subject: x\r\n\r\nnothing signed")]
    [InlineData("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\r\n\r\n--b\r\n\r\n--b\r\n\r\n--b--")]
    [InlineData("Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB")]
    public void What_is_no_certificate_is_none(string upload) => Assert.Null(UploadedCertificate.Find(Encoding.Latin1.GetBytes(upload), _now));

    [Fact]
    public void More_than_a_certificate_can_have_is_not_looked_at() =>
        Assert.Null(UploadedCertificate.Find([.. _own.Pem, .. new byte[UploadedCertificate.MostBytes]], _now));
}
