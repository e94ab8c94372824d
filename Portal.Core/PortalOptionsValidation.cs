using Microsoft.Extensions.Options;

namespace Portal.Core;

/// <summary>Refuses to start with settings that could not work, naming key, value and remedy.</summary>
internal sealed class PortalOptionsValidation : IValidateOptions<PortalOptions>
{
    public ValidateOptionsResult Validate(string? name, PortalOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
        {
            failures.Add("Portal:DataDirectory is empty; name the folder in which keys, database and messages are kept.");
        }

        if (!options.PublicUrl.IsAbsoluteUri || options.PublicUrl.Scheme != Uri.UriSchemeHttps || options.PublicUrl.AbsolutePath != "/"
            || options.PublicUrl.Query.Length > 0 || options.PublicUrl.Fragment.Length > 0 || options.PublicUrl.UserInfo.Length > 0)
        {
            failures.Add($"Portal:PublicUrl is '{Shown(options.PublicUrl)}'; it must be an https address without a path, such as https://mail.example.com.");
        }

        if (!Uri.TryCreate(options.Listen, UriKind.Absolute, out var listen) || listen.Scheme is not ("http" or "https")
            || !System.Net.IPAddress.TryParse(listen.Host.Trim('[', ']'), out _))
        {
            failures.Add($"Portal:Listen is '{options.Listen}'; it must be http or https with an IP address and a port, such as https://127.0.0.1:8443.");
        }

        foreach (var (key, file) in new[] { ("CertificateFile", options.CertificateFile), ("KeyFile", options.KeyFile) })
        {
            if ((options.CertificateFile.Length > 0 || options.KeyFile.Length > 0) && !File.Exists(file))
            {
                failures.Add($"Portal:{key} is '{file}'; there is no such file. Name a PEM file, or leave both CertificateFile and KeyFile empty.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    // A password that somebody wrote before the host is nothing for the screen.
    private static string Shown(Uri url) => url.IsAbsoluteUri
        ? url.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.SafeUnescaped)
        : url.ToString();
}
