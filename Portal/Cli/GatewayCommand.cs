using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Tunnel;

namespace Portal.Cli;

/// <summary><c>gateway</c>: what opens the HTTP door to a trusted gateway.</summary>
internal sealed class GatewayCommand : Command
{
    private static readonly Argument<string> Known = new("NAME") { Description = "The gateway's name, as 'tunnel list' shows it." };
    private static readonly Argument<FileInfo> File = new("FILE") { Description = "The certificate that the gateway shows in TLS, PEM or DER." };

    public GatewayCommand()
        : base("gateway", "What opens the HTTP door to a trusted gateway.")
    {
        Add(new Command("key", "Make a bearer key and print it, this once; the one before ends.") { Known }.OnInstallation(MakeKeyAsync));
        Add(new Command("certificate", "Name the TLS client certificate of a gateway; the one before ends.") { Known, File }.OnInstallation(NameAsync));
        Add(new Command("close", "End key and client certificate of a gateway. Its mail is still taken over SMTP and LMTP.") { Known }.OnInstallation(CloseAsync));
    }

    private static async Task<int> MakeKeyAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetRequiredValue(Known);
        if (await services.GetRequiredService<GatewayCredentials>().MakeKeyAsync(name, cancellationToken) is not { } key)
        {
            return await UnknownAsync(name);
        }

        // The key alone on standard output, so that it can be led into a file.
        await Console.Error.WriteLineAsync($"The bearer key of '{name}'. It is kept nowhere here and cannot be shown again:");
        await Console.Out.WriteLineAsync(key);
        return 0;
    }

    private static async Task<int> NameAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (name, file) = (parsed.GetRequiredValue(Known), parsed.GetRequiredValue(File));
        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadCertificateFromFile(file.FullName);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"'{file.FullName}' cannot be read as a certificate (PEM or DER): {error.Message}");
            return 1;
        }

        if (!await services.GetRequiredService<GatewayCredentials>().NameCertificateAsync(name, certificate, cancellationToken))
        {
            return await UnknownAsync(name);
        }

        await Console.Out.WriteLineAsync(
            $"'{name}' may come with the client certificate of SHA-256 {certificate.GetCertHashString(HashAlgorithmName.SHA256)}");
        return 0;
    }

    private static async Task<int> CloseAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetRequiredValue(Known);
        if (!await services.GetRequiredService<GatewayCredentials>().EndAsync(name, cancellationToken))
        {
            return await UnknownAsync(name);
        }

        await Console.Out.WriteLineAsync($"The HTTP door is closed to '{name}'.");
        return 0;
    }

    private static async Task<int> UnknownAsync(string name)
    {
        await Console.Error.WriteLineAsync($"No gateway is called '{name}'. 'tunnel list' shows their names.");
        return 1;
    }
}
