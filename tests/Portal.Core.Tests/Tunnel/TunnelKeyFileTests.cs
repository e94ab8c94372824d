using Microsoft.Extensions.Options;
using Portal.Core.Smime;
using Portal.Core.Storage;
using Portal.Core.Tests.Storage;
using Portal.Core.Tunnel;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Tunnel;

public sealed class TunnelKeyFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TunnelOptions _options = new() { KeyAlgorithm = TunnelKeyAlgorithm.P256 };
    private readonly TunnelKeyFile _file;

    public TunnelKeyFileTests() =>
        _file = new TunnelKeyFile(Options.Create(_options), new DataFolder(_folder.File("data")), new SettableClock());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_settings_both_are_made_once_and_the_key_is_the_owners_alone()
    {
        _file.CreateMissing();
        var (certificate, key) = (File.ReadAllText(_file.CertificatePath), File.ReadAllText(_file.KeyPath));

        _file.CreateMissing();

        Assert.Equal((certificate, key), (File.ReadAllText(_file.CertificatePath), File.ReadAllText(_file.KeyPath)));
        Assert.Equal(_folder.File("data", "tunnel", "tunnel.crt"), _file.CertificatePath);
        Assert.Equal(_folder.File("data", "tunnel", "tunnel.key"), _file.KeyPath);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file.KeyPath));
        using var read = _file.Read();
        Assert.Equal(certificate.Trim(), read.Certificate.ExportCertificatePem());
    }

    [Theory]
    [InlineData(TunnelKeyAlgorithm.Rsa2048, 2048)]
    [InlineData(TunnelKeyAlgorithm.Rsa3072, 3072)]
    public void The_setting_says_what_kind_is_made(TunnelKeyAlgorithm algorithm, int bits)
    {
        _options.KeyAlgorithm = algorithm;

        _file.CreateMissing();

        using var read = _file.Read();
        Assert.Equal(bits, read.Rsa?.KeySize);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Files_that_a_setting_names_are_never_made(bool certificate, bool key)
    {
        _options.CertificateFile = certificate ? _folder.File("mine.crt") : "";
        _options.KeyFile = key ? _folder.File("mine.key") : "";

        _file.CreateMissing();

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        AssertRefused();
    }

    [Theory]
    [InlineData("tunnel.crt")]
    [InlineData("tunnel.key")]
    public void A_missing_half_is_told_and_not_made_anew(string half)
    {
        _file.CreateMissing();
        File.Delete(_folder.File("data", "tunnel", half));

        _file.CreateMissing();

        Assert.False(File.Exists(_folder.File("data", "tunnel", half)));
        AssertRefused();
    }

    [Fact]
    public void Halves_that_do_not_belong_together_are_refused()
    {
        _file.CreateMissing();
        using var other = TunnelKey.Create(TunnelKeyAlgorithm.P256, "CN=other", new SettableClock());
        other.Save(_folder.File("other.crt"), _folder.File("other.key"));
        _options.CertificateFile = _folder.File("other.crt");

        AssertRefused();
    }

    [Fact]
    public void Halves_of_different_kinds_are_refused()
    {
        _file.CreateMissing();
        using var other = TunnelKey.Create(TunnelKeyAlgorithm.Rsa2048, "CN=other", new SettableClock());
        other.Save(_folder.File("other.crt"), _folder.File("other.key"));
        _options.CertificateFile = _folder.File("other.crt");

        AssertRefused();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a PEM file")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void What_is_no_key_or_certificate_is_refused(string text)
    {
        _file.CreateMissing();
        File.WriteAllText(_folder.File("bad"), text);

        _options.CertificateFile = _folder.File("bad");
        AssertRefused();

        (_options.CertificateFile, _options.KeyFile) = ("", _folder.File("bad"));
        AssertRefused();
    }

    [Fact]
    public void Files_that_settings_name_are_read()
    {
        using var mine = TunnelKey.Create(TunnelKeyAlgorithm.P256, "CN=mine", new SettableClock());
        mine.Save(_folder.File("mine.crt"), _folder.File("mine.key"));
        (_options.CertificateFile, _options.KeyFile) = (_folder.File("mine.crt"), _folder.File("mine.key"));

        using var read = _file.Read();

        Assert.Equal(mine.Certificate.Thumbprint, read.Certificate.Thumbprint);
    }

    private void AssertRefused()
    {
        var error = Assert.Throws<TunnelKeyException>(() => _file.Read().Dispose());

        foreach (var named in new[] { $"'{_file.CertificatePath}'", $"'{_file.KeyPath}'", "Tunnel:CertificateFile", "Tunnel:KeyFile" })
        {
            Assert.Contains(named, error.Message, StringComparison.Ordinal);
        }
    }
}
