using System.Security.Cryptography.X509Certificates;

namespace Portal.Ingest.Smtp;

/// <summary>The settings of the mail doors, section <c>Ingest</c>.</summary>
internal sealed class SmtpOptions
{
    public const string Section = "Ingest";

    /// <summary>Where SMTP listens, as address and port; empty closes the door.</summary>
    public string SmtpListen { get; set; } = "127.0.0.1:2525";

    /// <summary>Where LMTP listens, as address and port; empty closes the door.</summary>
    public string LmtpListen { get; set; } = "127.0.0.1:2424";

    /// <summary>Where the HTTP door listens, such as https://127.0.0.1:8425; http:// on loopback alone; empty closes the door.</summary>
    public string HttpListen { get; set; } = "";

    /// <summary>The largest mail in bytes, counted after dots are unstuffed.</summary>
    public long MaxMessageBytes { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>How many bytes beyond the largest mail are read and dropped before the connection is closed.</summary>
    public long MaxDrainBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Who may connect, as addresses or networks (192.0.2.0/24); empty means this machine alone.</summary>
    /// <remarks>Empty by default, since the configuration binder adds to a default list instead of replacing it.</remarks>
    public string[] AllowedNetworks { get; set; } = [];

    /// <summary>The name in greetings. Not the machine's: a mail system on the same machine that is greeted with its own name takes it for a loop.</summary>
    public string HostName { get; set; } = "portal.localhost";

    /// <summary>Connections of all mail doors together; one more is sent away with 421. An idle one costs some 20 KB.</summary>
    public int MaxConnections { get; set; } = 1500;

    /// <summary>Connections from one address (IPv6: from one /64), so that one peer alone cannot take all of them.</summary>
    public int MaxConnectionsPerAddress { get; set; } = 200;

    /// <summary>Recipients of one mail (RFC 5321 §4.5.3.1.8).</summary>
    public int MaxRecipients { get; set; } = 100;

    /// <summary>Refused commands in one connection before it is closed with 421.</summary>
    public int MaxErrors { get; set; } = 20;

    /// <summary>How long a whole command line may take (RFC 5321 §4.5.3.2.7).</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the data of a mail may pause (RFC 5321 §4.5.3.2.5).</summary>
    public TimeSpan DataTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>The average that data must keep after the first <see cref="DataTimeout"/>, against peers that trickle.</summary>
    public int MinDataBytesPerSecond { get; set; } = 1024;

    /// <summary>Whether peers other than this machine must say STARTTLS before anything else.</summary>
    public bool RequireTls { get; set; }

    /// <summary>The certificate with its private key that STARTTLS shows; without one STARTTLS is not offered. Set by code, not bound.</summary>
    internal X509Certificate2? Certificate { get; set; }

    /// <summary>The intermediate certificates that go with it.</summary>
    internal X509Certificate2Collection Intermediates { get; set; } = [];
}
