namespace Portal.Core.Outbox;

/// <summary>What the mail with a one-time code says. Sealed until it leaves.</summary>
public sealed record MailCodePayload
{
    /// <summary>The address that is to be shown to be somebody's.</summary>
    public required string To { get; init; }

    /// <summary>The code, digits alone.</summary>
    public required string Code { get; init; }

    /// <summary>When it ends; after that the mail is of no use.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(MailCodePayload);
}
