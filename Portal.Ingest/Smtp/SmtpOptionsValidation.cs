using Microsoft.Extensions.Options;
using Portal.Ingest.Http;

namespace Portal.Ingest.Smtp;

/// <summary>Refuses unusable settings at the start: each failure names the key, its value and what to do.</summary>
internal sealed class SmtpOptionsValidation : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(SmtpOptions o) =>
    [
        .. Listen(nameof(o.SmtpListen), o.SmtpListen),
        .. Listen(nameof(o.LmtpListen), o.LmtpListen),
        .. Http(o.HttpListen),
        .. AtLeast(nameof(o.MaxMessageBytes), o.MaxMessageBytes, 1024),
        .. AtLeast(nameof(o.MaxDrainBytes), o.MaxDrainBytes, 0),
        .. AtLeast(nameof(o.MaxConnections), o.MaxConnections, 1),
        .. AtLeast(nameof(o.MaxConnectionsPerAddress), o.MaxConnectionsPerAddress, 1),
        .. AtLeast(nameof(o.MaxRecipients), o.MaxRecipients, 1),
        .. AtLeast(nameof(o.MaxErrors), o.MaxErrors, 1),
        .. AtLeast(nameof(o.MinDataBytesPerSecond), o.MinDataBytesPerSecond, 1),
        .. Time(nameof(o.CommandTimeout), o.CommandTimeout),
        .. Time(nameof(o.DataTimeout), o.DataTimeout),
        .. Networks(o.AllowedNetworks),
        .. HostName(o.HostName),
        .. Tls(o),
    ];

    private static IEnumerable<string> Listen(string key, string value) =>
        string.IsNullOrEmpty(value) || ListenAddress.TryParse(value, out _)
            ? []
            : [Failure(key, value, "write an address and a port such as 127.0.0.1:2525 or [::1]:2525, or nothing to close this door")];

    private static IEnumerable<string> Http(string value) =>
        string.IsNullOrEmpty(value) || HttpListenAddress.TryParse(value, out _)
            ? []
            : [Failure(nameof(SmtpOptions.HttpListen), value, "write https:// with an address and a port such as https://127.0.0.1:8425 (http:// on this machine's loopback alone), or nothing to close this door")];

    private static IEnumerable<string> AtLeast(string key, long value, long least) =>
        value >= least ? [] : [Failure(key, $"{value}", $"write a whole number of at least {least}")];

    private static IEnumerable<string> Time(string key, TimeSpan value) =>
        value >= TimeSpan.FromSeconds(1) && value <= TimeSpan.FromDays(1)
            ? []
            : [Failure(key, $"{value}", "write a time between one second and one day such as 00:05:00")];

    private static IEnumerable<string> Networks(string[] values) => values
        .Where(value => Admission.Network(value) is null)
        .Select(value => Failure(
            nameof(SmtpOptions.AllowedNetworks),
            value,
            "write an address or a network such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32"));

    private static IEnumerable<string> HostName(string value) =>
        !string.IsNullOrEmpty(value) && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')
            ? []
            : [Failure(nameof(SmtpOptions.HostName), value, "write a host name such as portal.example.com")];

    private static IEnumerable<string> Tls(SmtpOptions options)
    {
        if (options.Certificate is { HasPrivateKey: false })
        {
            yield return "The certificate of the mail doors has no private key: give one that has, or none.";
        }

        if (options is { RequireTls: true, Certificate: null })
        {
            yield return Failure(nameof(options.RequireTls), "true", "give the mail doors a certificate, or write false");
        }
    }

    private static string Failure(string key, string? value, string remedy) => $"{SmtpOptions.Section}:{key} is '{value}': {remedy}.";
}
