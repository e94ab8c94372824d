using System.ComponentModel.DataAnnotations;

namespace Portal.Core;

/// <summary>The settings below <c>Portal</c>.</summary>
public sealed class PortalOptions
{
    /// <summary>The folder of everything that the embedded default keeps.</summary>
    [Required]
    public string DataDirectory { get; set; } = "data";

    /// <summary>The portal's address as people reach it: the only source of host names in links. https, no path.</summary>
    [Required]
    public Uri PublicUrl { get; set; } = new("https://localhost:8443");

    /// <summary>The address the web door listens on.</summary>
    [Required]
    public string Listen { get; set; } = "https://127.0.0.1:8443";

    /// <summary>The web door's TLS certificate with its chain, PEM; empty: a self-signed one for localhost.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>The private key of <see cref="CertificateFile"/>, PEM.</summary>
    public string KeyFile { get; set; } = "";
}
