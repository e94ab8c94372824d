namespace Portal.Core.Storage.Model;

/// <summary>A signed-in browser. Only the cookie has the secret that opens the row.</summary>
public sealed class Session
{
    /// <summary>SHA-256 of a label and the cookie's secret, 32 bytes.</summary>
    public required byte[] Id { get; init; }

    /// <summary>Whose session it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The ticket and the unlocked mailbox keys, AES-256-GCM under a key derived from the cookie's secret.</summary>
    public required byte[] Content { get; set; }

    /// <summary>Browser and system in words such as <c>Firefox, Windows</c>, for the list in the settings; never what the browser itself said.</summary>
    public string Browser { get; init; } = "";

    /// <summary>How the person signed in, a set of <c>SignInMethods</c>, for the list in the settings: what counts is in <see cref="Content"/>.</summary>
    public int Methods { get; init; }

    /// <summary>
    /// Whether it is half a sign-in that waits for the second factor. It lies here so that whatever ends all sessions ends it too; its name and its
    /// key are derived by other labels, so it opens as a session for nobody.
    /// </summary>
    public bool Pending { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends unless it is used again.</summary>
    public required DateTimeOffset IdleAt { get; set; }

    /// <summary>When it ends in any case.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
