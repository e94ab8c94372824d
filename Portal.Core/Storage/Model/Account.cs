using Microsoft.AspNetCore.Identity;

namespace Portal.Core.Storage.Model;

/// <summary>A person who signs in. Its addresses are its mailboxes'; the Identity user name is only the id.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>The person's own data (name), a vault box with the purpose <c>profile</c>.</summary>
    public byte[] Profile { get; set; } = [];

    /// <summary>The language the person chose, a BCP 47 tag such as <c>de</c>, or null for the browser's.</summary>
    public string? Language { get; set; }

    /// <summary>When the person registered.</summary>
    public DateTimeOffset RegisteredAt { get; set; }

    /// <summary>When the person last signed in; null: not since it is written down.</summary>
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Wrong tries in a row at a password that the account had before, to open mail that stayed closed.</summary>
    public int FormerFailedCount { get; set; }

    /// <summary>Until when the next of those waits, or null.</summary>
    public DateTimeOffset? FormerLockedUntil { get; set; }

    /// <summary>Where the account stands: registered, locked by an administrator, or expired.</summary>
    public AccountState State { get; set; } = AccountState.Registered;

    /// <summary>How the person wants to be told of new messages; in clear, because the doors that take mail in act on it and open nothing.</summary>
    public NoticeChoice Notices { get; set; }

    /// <summary>When the messages held back are told of in one mail; null where none are held back.</summary>
    public DateTimeOffset? DigestDueAt { get; set; }
}
