using System.Text.Json.Serialization;

namespace Portal.Core.Accounts.Sessions;

/// <summary>What a session knows of the reader. In the database it is only ever sealed.</summary>
public sealed record SessionContent
{
    /// <summary>Who signed in.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The tenant whose pages the reader sees.</summary>
    public required string Tenant { get; init; }

    /// <summary>The reader's name.</summary>
    public required string Name { get; init; }

    /// <summary>The language the reader chose, or null.</summary>
    public string? Language { get; init; }

    /// <summary>The IANA name of the reader's time zone, or null for the tenant's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>When the person signed in. The row says so; set when the session begins or is resumed.</summary>
    [JsonIgnore]
    public DateTimeOffset BegunAt { get; init; }

    /// <summary>When the session ends in any case. The row says so; set when the session begins or is resumed.</summary>
    [JsonIgnore]
    public DateTimeOffset EndsAt { get; init; }

    /// <summary>How the reader proved who he is.</summary>
    public SignInMethods Methods { get; init; }

    /// <summary>When the reader last did: sensitive changes ask again after a while.</summary>
    public DateTimeOffset ProvedAt { get; init; }

    /// <summary>Whether a second factor must be set up before anything else.</summary>
    public bool NeedsFactor { get; init; }

    /// <summary>The reader's mailboxes with their keys.</summary>
    public required IReadOnlyList<SessionMailbox> Mailboxes { get; init; }
}

/// <summary>A mailbox that the session can open.</summary>
/// <param name="Id">The mailbox.</param>
/// <param name="Address">Its address.</param>
/// <param name="PrivateKey">The private key, 32 bytes, as <c>MailboxKey.ExportPrivate</c> gave it.</param>
public sealed record SessionMailbox(Guid Id, string Address, byte[] PrivateKey);

[JsonSerializable(typeof(SessionContent))]
[JsonSerializable(typeof(PendingContent))]
internal sealed partial class SessionJson : JsonSerializerContext;
