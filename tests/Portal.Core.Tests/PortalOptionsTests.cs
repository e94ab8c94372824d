using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Storage;
using Portal.Core.Tests.Storage;
using TestKit;
using Xunit;

namespace Portal.Core.Tests;

public sealed class PortalOptionsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PublicUrl", "https://mail.example.com")]
    [InlineData("PublicUrl", "https://mail.example.com/")]
    [InlineData("PublicUrl", "https://mail.example.com:8443")]
    [InlineData("Listen", "https://127.0.0.1:8443")]
    [InlineData("Listen", "http://0.0.0.0:80")]
    [InlineData("Listen", "https://[::1]:8443")]
    public void What_can_work_is_taken(string key, string value) =>
        Assert.Equal(value.TrimEnd('/'), Read(key, value)!.ToString()!.TrimEnd('/'));

    [Theory]
    [InlineData("DataDirectory", " ")]
    [InlineData("PublicUrl", "http://mail.example.com")]
    [InlineData("PublicUrl", "mail.example.com")]
    [InlineData("PublicUrl", "/portal")]
    [InlineData("PublicUrl", "https://mail.example.com/portal")]
    [InlineData("PublicUrl", "https://mail.example.com/?a=b")]
    [InlineData("PublicUrl", "https://mail.example.com/#top")]
    [InlineData("PublicUrl", "https://somebody:secret@mail.example.com")]
    [InlineData("PublicUrl", "ftp://mail.example.com")]
    [InlineData("Listen", "")]
    [InlineData("Listen", "127.0.0.1:8443")]
    [InlineData("Listen", "https://localhost:8443")]
    [InlineData("Listen", "https://*:8443")]
    [InlineData("Listen", "ftp://127.0.0.1:8443")]
    public void What_cannot_work_is_refused_with_key_value_and_remedy(string key, string value)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read(key, value));

        var failure = Assert.Single(error.Failures);
        Assert.StartsWith($"Portal:{key} is ", failure, StringComparison.Ordinal);
        Assert.True(failure.Contains("such as", StringComparison.Ordinal) || failure.Contains("name the folder", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_needs_both_files()
    {
        File.WriteAllText(_folder.File("web.crt"), "");
        var missing = _folder.File("web.key");

        var noKey = Failures(("CertificateFile", _folder.File("web.crt")));
        var gone = Failures(("CertificateFile", _folder.File("gone.crt")), ("KeyFile", missing));
        var keyAlone = Failures(("KeyFile", _folder.File("web.crt")));

        Assert.StartsWith("Portal:KeyFile is ''", Assert.Single(noKey), StringComparison.Ordinal);
        Assert.Equal(2, gone.Count);
        Assert.Contains($"'{missing}'", gone[1], StringComparison.Ordinal);
        Assert.StartsWith("Portal:CertificateFile is ''", Assert.Single(keyAlone), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_failure_is_told_at_once() =>
        Assert.Equal(2, Failures(("PublicUrl", "http://mail.example.com"), ("Listen", "somewhere")).Count);

    [Theory]
    [InlineData("Sqlite", true)]
    [InlineData("sqlite", true)]
    [InlineData("PostgreSql", false)]
    [InlineData("", false)]
    public void The_only_database_so_far_is_sqlite(string provider, bool good)
    {
        var options = Installation.Services(_folder.Path, ("Database:Provider", provider)).BuildServiceProvider()
            .GetRequiredService<IOptions<DatabaseOptions>>();

        Assert.Equal(good ? null : typeof(OptionsValidationException), Record.Exception(() => options.Value)?.GetType());
    }

    private IReadOnlyList<string> Failures(params (string Key, string Value)[] settings) =>
        [.. Assert.Throws<OptionsValidationException>(() => Options(settings)).Failures];

    private object? Read(string key, string value) => typeof(PortalOptions).GetProperty(key)!.GetValue(Options((key, value)));

    private PortalOptions Options(params (string Key, string Value)[] settings) => Installation
        .Services(_folder.Path, [.. settings.Select(s => ($"Portal:{s.Key}", s.Value))]).BuildServiceProvider()
        .GetRequiredService<IOptions<PortalOptions>>().Value;
}
