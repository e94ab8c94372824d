using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Smime;
using Xunit;

namespace Portal.Core.Tests.Smime;

[CollectionDefinition(Name)]
public sealed class OpenSslTests : ICollectionFixture<OpenSsl>
{
    public const string Name = "openssl";
}

/// <summary>The other side of the tunnel: OpenSSL's command line in a folder of its own, with keys made once.</summary>
public sealed class OpenSsl : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-smime-").FullName;
    private int _files;

    public OpenSsl()
    {
        Make("gateway", "rsa:2048");
        Make("gateway-3072", "rsa:3072");
        Make("gateway-ec", "ec:P-256");
        Make("gateway-ec-384", "ec:P-384");
        Make("foreign", "rsa:2048");
        Make("small", "rsa:1024");
        Make("portal-2048", "rsa:2048");
        Make("portal-3072", "rsa:3072");
        Make("portal-4096", "rsa:4096");
        Make("portal-ec", "ec:P-256");
        Make("other", "rsa:2048");
        Run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "issued.key", "-out", "issued.pem", "-subj", "/CN=issued", "-days", "30",
            "-CA", "gateway.pem", "-CAkey", "gateway.key");
        // Same issuer and serial number as the gateway's, another key.
        Run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "twin.key", "-out", "twin.pem", "-subj", "/CN=gateway", "-days", "30",
            "-set_serial", "0x" + Certificate("gateway").SerialNumber);
    }

    public string PathOf(string file) => Path.Combine(_folder, file);

    public X509Certificate2 Certificate(string name) => X509CertificateLoader.LoadCertificateFromFile(PathOf(name + ".pem"));

    public TrustedSigner Trusted(string name) => new(name, Certificate(name));

    public TunnelKey Key(string name) => TunnelKey.Load(PathOf(name + ".pem"), PathOf(name + ".key"));

    /// <summary>A file with these bytes; its name.</summary>
    public string Write(byte[] bytes)
    {
        var name = $"f{Interlocked.Increment(ref _files)}";
        File.WriteAllBytes(PathOf(name), bytes);
        return name;
    }

    /// <summary>Runs a command on the input and returns what it writes.</summary>
    public byte[] Pipe(byte[] input, params string[] arguments)
    {
        var output = $"f{Interlocked.Increment(ref _files)}";
        Run([arguments[0], arguments[1], "-in", Write(input), "-out", output, .. arguments[2..]]);
        return File.ReadAllBytes(PathOf(output));
    }

    public byte[] Sign(byte[] entity, params string[] arguments) => SignAs("gateway", entity, arguments);

    public byte[] SignAs(string signer, byte[] entity, params string[] arguments) =>
        Pipe(entity, ["cms", "-sign", "-signer", signer + ".pem", "-inkey", signer + ".key", .. arguments]);

    /// <summary>Encrypts to one recipient certificate, named last after the options.</summary>
    public byte[] Encrypt(byte[] entity, string recipient, params string[] arguments) =>
        Pipe(entity, ["cms", "-encrypt", .. arguments, recipient + ".pem"]);

    public void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"openssl {string.Join(' ', arguments)}: {errors}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Make(string name, string kind)
    {
        string[] key = kind.StartsWith("ec:", StringComparison.Ordinal)
            ? ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + kind[3..]]
            : ["-newkey", kind];
        Run(["req", "-x509", .. key, "-nodes", "-keyout", name + ".key", "-out", name + ".pem", "-subj", "/CN=" + name, "-days", "30"]);
    }
}
