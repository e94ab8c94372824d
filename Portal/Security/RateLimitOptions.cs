using System.ComponentModel.DataAnnotations;

namespace Portal.Security;

/// <summary>How often one network address may ask what costs or reveals something: the settings below <c>Portal:RateLimits</c>.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Tries to sign in, a minute.</summary>
    [Range(1, 100_000)]
    public int SignIns { get; set; } = 60;

    /// <summary>Tries to register, a minute.</summary>
    [Range(1, 100_000)]
    public int Registrations { get; set; } = 30;

    /// <summary>Requests for a new password, and tries of a code for one, a minute.</summary>
    [Range(1, 100_000)]
    public int Resets { get; set; } = 20;

    /// <summary>Looks behind the links of notices, a minute.</summary>
    [Range(1, 100_000)]
    public int Notices { get; set; } = 120;

    /// <summary>Codes of notices that are asked about, a minute.</summary>
    [Range(1, 100_000)]
    public int Checks { get; set; } = 20;

    /// <summary>Codes to sign in with that are asked for, a minute. One address gets no more than five an hour in any case.</summary>
    [Range(1, 100_000)]
    public int MailCodes { get; set; } = 10;

    /// <summary>
    /// The networks of proxies in front of the web door, such as <c>10.0.0.0/8</c>: whom they name last in X-Forwarded-For counts
    /// as the sender of the request. Nothing else that a proxy says is read.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];
}
