namespace Portal.Core.Storage.Model;

/// <summary>A sign-in to an account, or the refused tries of one hour: strangers who guess add one row an hour at most.</summary>
public sealed class SignInRecord
{
    /// <summary>Random; the vault box is bound to it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose account.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>When; of refused tries the beginning of the hour.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether somebody was let in.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>How many tries; 1 where somebody was let in.</summary>
    public int Count { get; set; } = 1;

    /// <summary>How and with what, a vault box with the purpose <c>signin</c>; empty for refused tries.</summary>
    public byte[] Detail { get; init; } = [];
}
