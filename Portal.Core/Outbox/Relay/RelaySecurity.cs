namespace Portal.Core.Outbox.Relay;

/// <summary>How the connection to the relay is protected.</summary>
public enum RelaySecurity
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>STARTTLS where the relay offers it, with any certificate; in clear otherwise. With a user name: verified as <see cref="Required"/>.</summary>
    Opportunistic = 1,

    /// <summary>STARTTLS with a verified certificate, or nothing is sent.</summary>
    Required = 2,

    /// <summary>TLS from the first byte with a verified certificate (RFC 8314 section 3.3; usually port 465).</summary>
    Implicit = 3,
}
