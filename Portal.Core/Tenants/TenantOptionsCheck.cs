using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Portal.Core.Tenants;

/// <summary>Refuses what attributes cannot see, naming key, value and remedy; writes domains as addresses have them, in ASCII.</summary>
/// <param name="isAddress">Whether mail can be sent in the name of this address.</param>
internal sealed class TenantOptionsCheck(Func<string, bool> isAddress) : IValidateOptions<TenantOptions>
{
    private const int LongestBounceLocal = 15;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, TenantOptions options)
    {
        var failures = new List<string>();
        var section = $"Tenants:{name}";
        if (options.MailFrom.Length > 0 && !isAddress(options.MailFrom))
        {
            failures.Add($"{section}:MailFrom is '{options.MailFrom}'; it must be a mail address such as portal@example.com.");
        }

        if (options.AlertAddress.Length > 0 && !isAddress(options.AlertAddress))
        {
            failures.Add($"{section}:AlertAddress is '{options.AlertAddress}'; it must be a mail address such as privacy@example.com, or empty.");
        }

        if (options.RetentionMax > TimeSpan.Zero && options.RetentionMax < options.Retention)
        {
            failures.Add($"{section}:RetentionMax is '{options.RetentionMax}'; it must not be less than Retention, which is '{options.Retention}', or 00:00:00 for no longest.");
        }

        CheckBounceAddress(section, options, failures);
        CheckTimeZone(section, options, failures);
        CheckReset(section, options, failures);
        CheckDomains($"{section}:{nameof(options.SenderDomains)}", options.SenderDomains, failures);
        CheckDomains($"{section}:{nameof(options.RecipientDomains)}", options.RecipientDomains, failures);
        failures.AddRange(ReplyOptionsCheck.Failures(section, options, isAddress));
        foreach (var (key, link) in new[]
        {
            ("ImprintUrl", options.ImprintUrl), ("PrivacyUrl", options.PrivacyUrl), ("AccessibilityUrl", options.AccessibilityUrl),
        })
        {
            if (link.Length > 0 && !(Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" or "mailto"))
            {
                failures.Add($"{section}:{key} is '{link}'; it must be an https or mailto address, or empty.");
            }
        }

        if (options.PasswordMinimumLength is >= 8 and var alone && options.PasswordMinimumLengthWithSecondFactor > alone)
        {
            failures.Add($"{section}:PasswordMinimumLengthWithSecondFactor is '{options.PasswordMinimumLengthWithSecondFactor}'; it must not be "
                + $"more than PasswordMinimumLength, which is '{alone}'.");
        }

        if (options.OwnCertificateAuthorities.Length > 0 && !IsPemFile(options.OwnCertificateAuthorities))
        {
            failures.Add($"{section}:OwnCertificateAuthorities is '{options.OwnCertificateAuthorities}'; it must be a PEM file with certificates, or empty.");
        }

        failures.AddRange(ProviderOptionsCheck.Failures(section, options.Providers));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsPemFile(string path)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(path);
            return authorities.Count > 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return false;
        }
    }

    private static void CheckDomains(string key, IList<string> domains, List<string> failures)
    {
        for (var i = 0; i < domains.Count; i++)
        {
            if (Ascii(domains[i]) is { } domain)
            {
                domains[i] = domain;
            }
            else
            {
                failures.Add($"{key}:{i} is '{domains[i]}'; it must be a domain such as example.com.");
            }
        }
    }

    // Behind the local part come a plus and 48 letters, in what must stay within 64 (RFC 5321 §4.5.3.1.1).
    private void CheckBounceAddress(string section, TenantOptions options, List<string> failures)
    {
        var local = options.BounceAddress.LastIndexOf('@');
        if (options.BounceAddress.Length > 0
            && (!isAddress(options.BounceAddress) || local > LongestBounceLocal || options.BounceAddress.AsSpan(0, local).ContainsAny("+\"")))
        {
            failures.Add($"{section}:BounceAddress is '{options.BounceAddress}'; it must be a mail address such as bounces@portal.example.com, with at most "
                + $"{LongestBounceLocal} characters before the @ and no plus, or empty.");
        }
        else if (options.BounceAddress.Length > 0 && options.BounceAddress.Equals(options.MailFrom, StringComparison.OrdinalIgnoreCase))
        {
            failures.Add($"{section}:BounceAddress is '{options.BounceAddress}', as MailFrom; it must be an address of its own.");
        }
    }

    // The number is the second factor's: it is set on its pages, and where it is set, sign-in asks for it.
    private static void CheckReset(string section, TenantOptions options, List<string> failures)
    {
        if (options is { PasswordReset: ResetWay.Sms, SecondFactor: SecondFactorPolicy.Off })
        {
            failures.Add($"{section}:PasswordReset is 'Sms'; with SecondFactor 'Off' nobody can set the number that the code would go to: set PasswordReset to "
                + "Mail or HelpDesk, or SecondFactor to Offered.");
        }
    }

    private static void CheckTimeZone(string section, TenantOptions options, List<string> failures)
    {
        if (options.TimeZone.Length > 0 && TimeZones.Find(options.TimeZone) is null)
        {
            failures.Add($"{section}:TimeZone is '{options.TimeZone}'; it must be a time zone's IANA name such as Europe/Zurich, or empty for the server's own.");
        }
    }

    internal static string? Ascii(string domain)
    {
        try
        {
            return domain.Contains('@', StringComparison.Ordinal) ? null : Idn.GetAscii(domain.Trim()).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
