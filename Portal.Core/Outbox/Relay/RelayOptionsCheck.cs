using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Portal.Core.Outbox.Relay;

/// <summary>Checks the relay's settings at start. Each fault names the key, its value and what to do.</summary>
internal sealed class RelayOptionsCheck : IValidateOptions<RelayOptions>
{
    public ValidateOptionsResult Validate(string? name, RelayOptions options)
    {
        List<string> faults = [.. Faults(options).OfType<string>()];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string?> Faults(RelayOptions options)
    {
        yield return Timeout(nameof(options.ConnectTimeout), options.ConnectTimeout);
        yield return Timeout(nameof(options.CommandTimeout), options.CommandTimeout);
        yield return Timeout(nameof(options.DataTimeout), options.DataTimeout);
        yield return options.Port is < 1 or > 65535 ? $"Relay:Port is '{options.Port}': set a port from 1 to 65535." : null;
        yield return Enum.IsDefined(options.Security)
            ? null : $"Relay:Security is '{options.Security}': set None, Opportunistic, Required or Implicit.";
        yield return options.Host.Length > 0 && Uri.CheckHostName(options.Host) == UriHostNameType.Unknown
            ? $"Relay:Host is '{options.Host}': set a host name or an address alone, and the port in Relay:Port." : null;
        yield return options.HelloName.Length > 0 && !IsHelloName(options.HelloName)
            ? $"Relay:HelloName is '{options.HelloName}': set this machine's full name in ASCII, or an address in brackets." : null;
        yield return Authority(options.CertificateAuthorityFile);
        foreach (var fault in Credentials(options))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string?> Credentials(RelayOptions options)
    {
        if (options.UserName.Length == 0)
        {
            yield return options.PasswordFile.Length > 0
                ? $"Relay:PasswordFile is '{options.PasswordFile}' but Relay:UserName is empty: set both or neither." : null;
            yield break;
        }

        yield return options.UserName.Any(char.IsControl) ? "Relay:UserName holds a control character: remove it." : null;
        yield return options.PasswordFile.Length == 0
            ? $"Relay:PasswordFile is empty but Relay:UserName is '{options.UserName}': set the path of a file that holds only the password." : null;
        yield return options.PasswordFile.Length > 0 && RelayPassword.Fault(options.PasswordFile) is { } why
            ? $"Relay:PasswordFile is '{options.PasswordFile}': {why}. Set the path of a file that holds only the password and that the portal may read." : null;
        yield return options.Security == RelaySecurity.None && !IsLoopback(options.Host)
            ? $"Relay:Security is 'None' but Relay:UserName is '{options.UserName}': a password never leaves in clear; set Required or Implicit." : null;
    }

    private static string? Timeout(string key, TimeSpan value) => value < TimeSpan.FromSeconds(1) || value > TimeSpan.FromHours(1)
        ? $"Relay:{key} is '{value}': set a time from 00:00:01 to 01:00:00." : null;

    private static string? Authority(string file)
    {
        if (file.Length == 0)
        {
            return null;
        }

        try
        {
            return RelayTrust.Read(file).Count > 0 ? null : $"Relay:CertificateAuthorityFile is '{file}': it holds no certificate; set a PEM file.";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return $"Relay:CertificateAuthorityFile is '{file}': it cannot be read ({error.GetType().Name}); set a PEM file of certificates.";
        }
    }

    private static bool IsHelloName(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '[' or ']') && name.Length <= 255;

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
