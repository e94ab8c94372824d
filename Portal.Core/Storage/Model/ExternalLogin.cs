namespace Portal.Core.Storage.Model;

/// <summary>An identity at another provider by which a person signs in. Who the person is there cannot be read from the row.</summary>
public sealed class ExternalLogin
{
    /// <summary>HMAC under the pepper of tenant, issuer and subject, 32 bytes. An address is never part of it: addresses change hands.</summary>
    public required byte[] Id { get; init; }

    /// <summary>Whom it signs in.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The name that the provider has in the settings, so that people can be told by which one they sign in.</summary>
    public required string Provider { get; init; }

    /// <summary>When it was connected with the account.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last signed the person in.</summary>
    public required DateTimeOffset LastSignInAt { get; set; }
}
