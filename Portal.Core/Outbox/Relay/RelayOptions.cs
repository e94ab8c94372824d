namespace Portal.Core.Outbox.Relay;

/// <summary>The settings below <c>Relay</c>: where mail goes out.</summary>
public sealed class RelayOptions
{
    /// <summary>The relay's host name or address. Empty: mails are written to the pickup folder.</summary>
    public string Host { get; set; } = "";

    /// <summary>The relay's port.</summary>
    public int Port { get; set; } = 25;

    /// <summary>How the connection is protected.</summary>
    public RelaySecurity Security { get; set; } = RelaySecurity.Opportunistic;

    /// <summary>The user name at the relay; empty: none is needed.</summary>
    public string UserName { get; set; } = "";

    /// <summary>The file that holds nothing but the password. Read for each new connection, so it may change while the portal runs.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>The name we greet with; empty: this machine's, or its address where the name has no domain.</summary>
    public string HelloName { get; set; } = "";

    /// <summary>A PEM file of the authorities that the relay's certificate may come from; empty: the system's.</summary>
    public string CertificateAuthorityFile { get; set; } = "";

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the relay may take over the reply to one command.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long it may take over reading the whole mail, and then over the reply to it. Too short makes doubles (RFC 5321 section 4.5.3.2.6).</summary>
    public TimeSpan DataTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that one mail may take in all.</summary>
    internal TimeSpan SendTimeout => ConnectTimeout + (2 * CommandTimeout) + (2 * DataTimeout);
}
