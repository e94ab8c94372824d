using System.Security.Cryptography.X509Certificates;
using Portal.Core.Keys;
using Portal.Core.Tests.Storage;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Keys;

public sealed class LocalhostCertificateTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SettableClock _clock = new();

    [Fact]
    public void It_is_made_once_for_this_machines_names_and_only_its_owner_reads_it()
    {
        using var made = LocalhostCertificate.Ensure(_folder.Path, _clock);
        using var again = LocalhostCertificate.Ensure(_folder.Path, _clock);

        Assert.Equal(made.Thumbprint, again.Thumbprint);
        Assert.True(again.HasPrivateKey);
        Assert.True(made.MatchesHostname("localhost"));
        Assert.True(made.MatchesHostname("127.0.0.1"));
        Assert.False(made.MatchesHostname("portal.example.com"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("localhost.key")));
    }

    [Fact]
    public void It_is_renewed_before_it_ends()
    {
        using var made = LocalhostCertificate.Ensure(_folder.Path, _clock);
        _clock.Move(TimeSpan.FromDays(366));
        using var kept = LocalhostCertificate.Ensure(_folder.Path, _clock);
        _clock.Move(TimeSpan.FromDays(2));
        using var renewed = LocalhostCertificate.Ensure(_folder.Path, _clock);

        Assert.Equal(made.Thumbprint, kept.Thumbprint);
        Assert.NotEqual(made.Thumbprint, renewed.Thumbprint);
        Assert.True(renewed.NotAfter.ToUniversalTime() > _clock.GetUtcNow().UtcDateTime.AddDays(390));
    }

    [Theory]
    [InlineData("localhost.key")]
    [InlineData("localhost.crt")]
    public void A_pair_that_a_crash_tore_apart_is_made_anew(string lost)
    {
        using var other = new TempFolder();
        using var made = LocalhostCertificate.Ensure(_folder.Path, _clock);
        LocalhostCertificate.Ensure(other.Path, _clock).Dispose();
        File.Copy(other.File(lost), _folder.File(lost), overwrite: true);

        using var mended = LocalhostCertificate.Ensure(_folder.Path, _clock);
        using var again = X509Certificate2.CreateFromPemFile(_folder.File("localhost.crt"), _folder.File("localhost.key"));

        Assert.NotEqual(made.Thumbprint, mended.Thumbprint);
        Assert.Equal(mended.Thumbprint, again.Thumbprint);
    }

    public void Dispose() => _folder.Dispose();
}
