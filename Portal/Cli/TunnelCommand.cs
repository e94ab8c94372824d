using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Tenants;
using Portal.Core.Tunnel;

namespace Portal.Cli;

/// <summary><c>tunnel</c>: the portal's certificate, and the gateways it trusts.</summary>
internal sealed class TunnelCommand : Command
{
    private static readonly Argument<FileInfo> File = new("FILE") { Description = "The gateway's certificate, PEM or DER." };
    private static readonly Option<string> GatewayName = new("--name") { Description = "Your name for the gateway.", Required = true };
    private static readonly Argument<string> Known = new("NAME") { Description = "The gateway's name, as 'tunnel list' shows it." };
    private static readonly Option<string> Tenant = new("--tenant")
    {
        Description = "The tenant whose mail it hands over.",
        DefaultValueFactory = _ => TenantCatalog.Default,
    };

    private static readonly Option<bool> OuterHeaders = new("--outer-headers")
    {
        Description = "Believe header fields outside the signature where the inside has none.",
    };

    private static readonly Option<bool> Further = new("--add")
    {
        Description = "Trust it beside the certificate that the gateway has, until that one ends or is replaced.",
    };

    private static readonly Option<bool> Signing = new("--signing") { Description = "The one that gateways verify with what the portal sends, instead." };
    private static readonly Argument<FileInfo?> EncryptionFile = new("FILE")
    {
        Description = "The certificate to encrypt to, PEM or DER; without it the one that the gateway signs with.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public TunnelCommand()
        : base("tunnel", "The S/MIME tunnel between mail gateway and portal.")
    {
        Add(Leaf("certificate", "Print the certificate that gateways encrypt to (PEM).", ShowAsync, Signing));
        Add(Leaf("trust", "Trust a gateway's certificate.", TrustAsync, File, GatewayName, Tenant, OuterHeaders, Further));
        Add(Leaf("encrypt", "Name the certificate to encrypt to when replies leave through a gateway.", EncryptAsync, EncryptionFile, GatewayName));
        Add(Leaf("list", "List the trusted gateways.", ListAsync));
        Add(Leaf("distrust", "Trust a gateway no longer.", DistrustAsync, Known));
    }

    private static Command Leaf(
        string name, string description, Func<IServiceProvider, ParseResult, CancellationToken, Task<int>> action, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    command.Add(argument);
                    break;
                case Option option:
                    command.Add(option);
                    break;
            }
        }

        return command.OnInstallation(action);
    }

    private static async Task<int> ShowAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetValue(Signing)
            ? services.GetRequiredService<SigningKeyFile>().CertificatePath
            : services.GetRequiredService<TunnelKeyFile>().CertificatePath;
        await Console.Out.WriteLineAsync(await System.IO.File.ReadAllTextAsync(path, cancellationToken));
        return 0;
    }

    private static async Task<int> TrustAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (file, name, tenant) = (parsed.GetRequiredValue(File), parsed.GetRequiredValue(GatewayName), parsed.GetRequiredValue(Tenant));
        if (!services.GetRequiredService<TenantCatalog>().Exists(tenant))
        {
            return await FailAsync($"There is no tenant '{tenant}'. The only one so far is '{TenantCatalog.Default}'.");
        }

        if (await LoadAsync(file) is not { } certificate)
        {
            return 1;
        }

        if (GatewayCertificate.WhatIsWrong(certificate, services.GetRequiredService<TimeProvider>()) is { } wrong)
        {
            return await FailAsync($"The certificate in '{file.FullName}' cannot be trusted: {wrong}");
        }

        if (parsed.GetValue(Further))
        {
            return await AddAsync(services, name, certificate, cancellationToken);
        }

        await services.GetRequiredService<TrustedGateways>()
            .TrustAsync(name, tenant, certificate, parsed.GetValue(OuterHeaders), cancellationToken);
        await Console.Out.WriteLineAsync($"Trusted '{name}' for the tenant '{tenant}', SHA-256 {Fingerprint(certificate)}");
        return 0;
    }

    private static async Task<X509Certificate2?> LoadAsync(FileInfo file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file.FullName);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            await FailAsync($"'{file.FullName}' cannot be read as a certificate (PEM or DER): {error.Message}");
            return null;
        }
    }

    private static async Task<int> EncryptAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (file, name) = (parsed.GetValue(EncryptionFile), parsed.GetRequiredValue(GatewayName));
        X509Certificate2? certificate = null;
        if (file is not null)
        {
            certificate = await LoadAsync(file);
            if (certificate is null)
            {
                return 1;
            }

            if (GatewayCertificate.WhatHindersEncryption(certificate, services.GetRequiredService<TimeProvider>()) is { } wrong)
            {
                return await FailAsync($"The certificate in '{file.FullName}' cannot be encrypted to: {wrong}");
            }
        }

        if (!await services.GetRequiredService<TrustedGateways>().EncryptAsync(name, certificate, cancellationToken))
        {
            return await FailAsync($"No gateway is called '{name}'. 'tunnel list' shows their names.");
        }

        await Console.Out.WriteLineAsync(certificate is null
            ? $"What leaves through '{name}' is encrypted to the certificate that it signs with."
            : $"What leaves through '{name}' is encrypted to SHA-256 {Fingerprint(certificate)}");
        return 0;
    }

    // Tenant and headers stay as they are: what changes is the certificate alone.
    private static async Task<int> AddAsync(
        IServiceProvider services, string name, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        if (!await services.GetRequiredService<TrustedGateways>().AddAsync(name, certificate, cancellationToken))
        {
            return await FailAsync($"No gateway is called '{name}' yet. Without --add it is trusted from now on.");
        }

        await Console.Out.WriteLineAsync(
            $"Trusted one more certificate of '{name}', SHA-256 {Fingerprint(certificate)}. When the gateway signs with it: tunnel trust FILE --name {name}");
        return 0;
    }

    private static async Task<int> ListAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var gateways = await services.GetRequiredService<TrustedGateways>().ListAsync(cancellationToken);
        foreach (var gateway in gateways)
        {
            foreach (var certificate in GatewayCertificates.Read(gateway.Certificate))
            {
                await Console.Out.WriteLineAsync(
                    $"{gateway.Name}\t{gateway.Tenant}\tuntil {certificate.NotAfter:yyyy-MM-dd}\t{(gateway.OuterHeaders ? "outer headers" : "signed headers")}"
                    + $"\t{Fingerprint(certificate)}");
                certificate.Dispose();
            }
        }

        if (gateways.Count == 0)
        {
            await Console.Error.WriteLineAsync("No gateway is trusted yet: tunnel trust FILE --name NAME");
        }

        return 0;
    }

    private static async Task<int> DistrustAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetRequiredValue(Known);
        if (await services.GetRequiredService<TrustedGateways>().DistrustAsync(name, cancellationToken))
        {
            await Console.Out.WriteLineAsync($"'{name}' is trusted no longer.");
            return 0;
        }

        return await FailAsync($"No gateway is called '{name}'. 'tunnel list' shows their names.");
    }

    private static string Fingerprint(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    private static async Task<int> FailAsync(string text)
    {
        await Console.Error.WriteLineAsync(text);
        return 1;
    }
}
